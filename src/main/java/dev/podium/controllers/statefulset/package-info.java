/// Keeps numbered pods with names and claims of their own, as StatefulSets ask for.
@NullMarked
package dev.podium.controllers.statefulset;

import org.jspecify.annotations.NullMarked;

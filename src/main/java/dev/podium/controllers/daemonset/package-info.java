/// Keeps one pod on every node that fits, as DaemonSets ask for.
@NullMarked
package dev.podium.controllers.daemonset;

import org.jspecify.annotations.NullMarked;

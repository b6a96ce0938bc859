/// Volumes of pods and the persistent ones behind claims: what their kinds have in common.
@NullMarked
package dev.podium.resources.volumes;

import org.jspecify.annotations.NullMarked;

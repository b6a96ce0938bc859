/// The Common Expression Language as Kubernetes has it, over JSON objects: typed declarations,
/// Kubernetes' own functions, programs that cost and are stopped.
@NullMarked
package dev.podium.cel;

import org.jspecify.annotations.NullMarked;

/// What kubelets from outside may do.
@NullMarked
package dev.podium.auth.node;

import org.jspecify.annotations.NullMarked;

/// The kind of coordination.k8s.io/v1.
@NullMarked
package dev.podium.resources.coordination;

import org.jspecify.annotations.NullMarked;

/// The kind of discovery.k8s.io/v1.
@NullMarked
package dev.podium.resources.discovery;

import org.jspecify.annotations.NullMarked;

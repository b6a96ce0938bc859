/// The kind of scheduling.k8s.io/v1.
@NullMarked
package dev.podium.resources.scheduling;

import org.jspecify.annotations.NullMarked;

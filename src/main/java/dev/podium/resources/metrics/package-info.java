/// The kinds of `metrics.k8s.io`: what pods and nodes use now.
@NullMarked
package dev.podium.resources.metrics;

import org.jspecify.annotations.NullMarked;

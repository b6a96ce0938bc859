/// autoscaling/v2 and v1: one kind in two versions.
@NullMarked
package dev.podium.resources.autoscaling;

import org.jspecify.annotations.NullMarked;

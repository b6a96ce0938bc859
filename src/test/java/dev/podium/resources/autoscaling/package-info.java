@NullMarked
package dev.podium.resources.autoscaling;

import org.jspecify.annotations.NullMarked;

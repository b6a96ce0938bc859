/// Counts how many pods of a PodDisruptionBudget may be evicted.
@NullMarked
package dev.podium.controllers.disruption;

import org.jspecify.annotations.NullMarked;

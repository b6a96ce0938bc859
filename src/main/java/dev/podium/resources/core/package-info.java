/// The kinds of core/v1 that are no workloads, and Event in both of its groups.
@NullMarked
package dev.podium.resources.core;

import org.jspecify.annotations.NullMarked;

/// The workloads of apps/v1.
@NullMarked
package dev.podium.resources.apps;

import org.jspecify.annotations.NullMarked;

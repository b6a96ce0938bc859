/// Simulated time: every wait and every time of day in the cluster comes from here.
///
/// Every other package may import it.
@NullMarked
package dev.podium.time;

import org.jspecify.annotations.NullMarked;

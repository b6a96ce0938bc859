/// Sums up aggregated cluster roles.
@NullMarked
package dev.podium.controllers.clusterrole;

import org.jspecify.annotations.NullMarked;

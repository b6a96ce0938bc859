/// Finds a node for every pod that has none.
@NullMarked
package dev.podium.controllers.scheduler;

import org.jspecify.annotations.NullMarked;

/// Whether flow schemas lead to priority levels.
@NullMarked
package dev.podium.controllers.flowcontrol;

import org.jspecify.annotations.NullMarked;

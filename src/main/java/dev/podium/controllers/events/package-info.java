/// Events are kept for an hour.
@NullMarked
package dev.podium.controllers.events;

import org.jspecify.annotations.NullMarked;

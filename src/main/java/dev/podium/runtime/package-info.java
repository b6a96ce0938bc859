/// What every control loop stands on: caches of the API, work queues, reconcilers, events.
@NullMarked
package dev.podium.runtime;

import org.jspecify.annotations.NullMarked;

/// Scales what has a `scale` subresource by what its pods use.
@NullMarked
package dev.podium.controllers.podautoscaler;

import org.jspecify.annotations.NullMarked;

/// Deletes pods that nobody else will.
@NullMarked
package dev.podium.controllers.podgc;

import org.jspecify.annotations.NullMarked;

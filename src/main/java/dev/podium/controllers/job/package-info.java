/// Runs pods until enough of them have succeeded, as Jobs ask for.
@NullMarked
package dev.podium.controllers.job;

import org.jspecify.annotations.NullMarked;

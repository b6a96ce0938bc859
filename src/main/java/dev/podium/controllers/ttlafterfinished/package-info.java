/// Deletes finished Jobs when their time is up.
@NullMarked
package dev.podium.controllers.ttlafterfinished;

import org.jspecify.annotations.NullMarked;

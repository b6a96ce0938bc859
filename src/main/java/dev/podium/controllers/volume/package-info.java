/// Binds claims to volumes, and keeps both from going while somebody uses them.
@NullMarked
package dev.podium.controllers.volume;

import org.jspecify.annotations.NullMarked;

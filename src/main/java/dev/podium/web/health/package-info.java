/// Whether the server is well, and which version it is.
@NullMarked
package dev.podium.web.health;

import org.jspecify.annotations.NullMarked;

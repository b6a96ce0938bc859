/// What the server serves, told to clients.
@NullMarked
package dev.podium.web.discovery;

import org.jspecify.annotations.NullMarked;

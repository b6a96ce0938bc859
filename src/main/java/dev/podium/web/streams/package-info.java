/// Connections to containers that outlive a request: `exec`, `attach` and `port-forward`, over
/// WebSocket and SPDY.
@NullMarked
package dev.podium.web.streams;

import org.jspecify.annotations.NullMarked;

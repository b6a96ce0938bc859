/// The two doors between the simulated network and the host: node ports that Podium listens on, and
/// its own API server.
@NullMarked
package dev.podium.network.host;

import org.jspecify.annotations.NullMarked;

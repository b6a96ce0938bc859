/// TLS over simulated connections.
@NullMarked
package dev.podium.network.tls;

import org.jspecify.annotations.NullMarked;

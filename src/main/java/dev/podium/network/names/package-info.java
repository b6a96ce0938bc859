/// The names of the cluster: what CoreDNS answers on a real one.
@NullMarked
package dev.podium.network.names;

import org.jspecify.annotations.NullMarked;

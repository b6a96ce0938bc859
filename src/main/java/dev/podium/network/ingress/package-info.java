/// A simulated ingress controller: what Ingresses say about hosts and paths, served.
@NullMarked
package dev.podium.network.ingress;

import org.jspecify.annotations.NullMarked;

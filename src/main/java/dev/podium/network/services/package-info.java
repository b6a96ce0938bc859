/// Where the addresses of Services and nodes lead: what kube-proxy does on a real node.
@NullMarked
package dev.podium.network.services;

import org.jspecify.annotations.NullMarked;

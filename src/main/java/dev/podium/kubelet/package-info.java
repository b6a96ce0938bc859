/// Simulated nodes and the pods on them, seen by the rest of the cluster only through the API.
@NullMarked
package dev.podium.kubelet;

import org.jspecify.annotations.NullMarked;

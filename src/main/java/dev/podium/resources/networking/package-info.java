/// The kinds of networking.k8s.io/v1.
@NullMarked
package dev.podium.resources.networking;

import org.jspecify.annotations.NullMarked;

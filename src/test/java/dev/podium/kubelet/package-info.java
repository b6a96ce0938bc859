/// Containers and nodes to test with.
@NullMarked
package dev.podium.kubelet;

import org.jspecify.annotations.NullMarked;

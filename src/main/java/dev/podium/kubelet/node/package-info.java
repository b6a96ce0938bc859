/// Nodes as kubelets register them and keep them alive.
@NullMarked
package dev.podium.kubelet.node;

import org.jspecify.annotations.NullMarked;

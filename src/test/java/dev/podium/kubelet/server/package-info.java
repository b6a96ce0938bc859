/// Servers of images, asked over the simulated network.
@org.jspecify.annotations.NullMarked
package dev.podium.kubelet.server;

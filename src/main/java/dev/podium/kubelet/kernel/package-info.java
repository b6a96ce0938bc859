/// Simulated processes: their tables, signals, pipes, terminals, and the containers that hold them.
@NullMarked
package dev.podium.kubelet.kernel;

import org.jspecify.annotations.NullMarked;

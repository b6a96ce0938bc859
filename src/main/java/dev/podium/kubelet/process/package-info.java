/// Simulated processes: what programs in containers see of their world.
@NullMarked
package dev.podium.kubelet.process;

import org.jspecify.annotations.NullMarked;

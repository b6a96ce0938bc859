/// What runs in a simulated container.
@NullMarked
package dev.podium.kubelet.program;

import org.jspecify.annotations.NullMarked;

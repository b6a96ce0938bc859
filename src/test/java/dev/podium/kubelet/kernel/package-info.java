@NullMarked
package dev.podium.kubelet.kernel;

import org.jspecify.annotations.NullMarked;

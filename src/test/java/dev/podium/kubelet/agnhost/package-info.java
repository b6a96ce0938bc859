@NullMarked
package dev.podium.kubelet.agnhost;

import org.jspecify.annotations.NullMarked;

/// What containers write.
@NullMarked
package dev.podium.kubelet.logs;

import org.jspecify.annotations.NullMarked;

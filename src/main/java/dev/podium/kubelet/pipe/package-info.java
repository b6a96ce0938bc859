/// Pipes between simulated processes, those with a name too.
@NullMarked
package dev.podium.kubelet.pipe;

import org.jspecify.annotations.NullMarked;

/// Programs that images of any kind have: what is there and answers, what takes memory, what works
/// out pi.
@NullMarked
package dev.podium.kubelet.program;

import org.jspecify.annotations.NullMarked;

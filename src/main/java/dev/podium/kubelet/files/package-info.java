/// File systems in memory: images that containers share, what is written above them, volumes.
@NullMarked
package dev.podium.kubelet.files;

import org.jspecify.annotations.NullMarked;

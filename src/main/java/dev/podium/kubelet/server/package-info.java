/// The servers that images bring: programs that listen on the simulated network and answer.
@NullMarked
package dev.podium.kubelet.server;

import org.jspecify.annotations.NullMarked;

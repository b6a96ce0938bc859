/// The commands that simulated containers have, with the options that people use of them.
@NullMarked
package dev.podium.kubelet.command;

import org.jspecify.annotations.NullMarked;

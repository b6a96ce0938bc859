@NullMarked
package dev.podium.kubelet.command;

import org.jspecify.annotations.NullMarked;

/// The shells of simulated containers: their language (POSIX sh, and what people use of bash) and
/// what one meets at their prompt.
@NullMarked
package dev.podium.kubelet.shell;

import org.jspecify.annotations.NullMarked;

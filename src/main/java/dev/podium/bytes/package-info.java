/// Bytes on their way.
@NullMarked
package dev.podium.bytes;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.podium.printing;

import org.jspecify.annotations.NullMarked;

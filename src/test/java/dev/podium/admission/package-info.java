@NullMarked
package dev.podium.admission;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.podium.schema.structural;

import org.jspecify.annotations.NullMarked;

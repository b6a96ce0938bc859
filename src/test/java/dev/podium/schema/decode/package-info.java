@NullMarked
package dev.podium.schema.decode;

import org.jspecify.annotations.NullMarked;

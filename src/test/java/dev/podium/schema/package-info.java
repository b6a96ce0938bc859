@NullMarked
package dev.podium.schema;

import org.jspecify.annotations.NullMarked;

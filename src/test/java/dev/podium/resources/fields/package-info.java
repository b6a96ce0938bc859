@NullMarked
package dev.podium.resources.fields;

import org.jspecify.annotations.NullMarked;

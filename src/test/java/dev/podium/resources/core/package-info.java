@NullMarked
package dev.podium.resources.core;

import org.jspecify.annotations.NullMarked;

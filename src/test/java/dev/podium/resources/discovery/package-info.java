@NullMarked
package dev.podium.resources.discovery;

import org.jspecify.annotations.NullMarked;

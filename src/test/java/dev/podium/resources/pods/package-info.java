@NullMarked
package dev.podium.resources.pods;

import org.jspecify.annotations.NullMarked;

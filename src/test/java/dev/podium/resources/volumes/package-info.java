@NullMarked
package dev.podium.resources.volumes;

import org.jspecify.annotations.NullMarked;

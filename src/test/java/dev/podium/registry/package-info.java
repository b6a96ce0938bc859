@NullMarked
package dev.podium.registry;

import org.jspecify.annotations.NullMarked;

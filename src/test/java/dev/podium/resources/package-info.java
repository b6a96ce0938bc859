@NullMarked
package dev.podium.resources;

import org.jspecify.annotations.NullMarked;

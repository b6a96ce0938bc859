@NullMarked
package dev.podium.resources.apps;

import org.jspecify.annotations.NullMarked;

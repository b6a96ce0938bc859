@NullMarked
package dev.podium.network.names;

import org.jspecify.annotations.NullMarked;

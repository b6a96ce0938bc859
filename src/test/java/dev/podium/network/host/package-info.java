@NullMarked
package dev.podium.network.host;

import org.jspecify.annotations.NullMarked;

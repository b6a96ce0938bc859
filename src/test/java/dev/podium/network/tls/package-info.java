@NullMarked
package dev.podium.network.tls;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.podium.network;

import org.jspecify.annotations.NullMarked;

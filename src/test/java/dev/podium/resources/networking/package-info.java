@NullMarked
package dev.podium.resources.networking;

import org.jspecify.annotations.NullMarked;

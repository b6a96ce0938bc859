@NullMarked
package dev.podium.network.http;

import org.jspecify.annotations.NullMarked;

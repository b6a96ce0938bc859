@NullMarked
package dev.podium.auth.flow;

import org.jspecify.annotations.NullMarked;

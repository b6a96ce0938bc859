@NullMarked
package dev.podium.auth.node;

import org.jspecify.annotations.NullMarked;

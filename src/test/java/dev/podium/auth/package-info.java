@NullMarked
package dev.podium.auth;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.podium.web.api;

import org.jspecify.annotations.NullMarked;

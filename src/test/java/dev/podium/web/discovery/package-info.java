@NullMarked
package dev.podium.web.discovery;

import org.jspecify.annotations.NullMarked;

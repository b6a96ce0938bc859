@NullMarked
package dev.podium.web.media;

import org.jspecify.annotations.NullMarked;

/// In which form an answer goes out: what the client accepts, and the writing of it.
@NullMarked
package dev.podium.web.media;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.podium.resources.batch;

import org.jspecify.annotations.NullMarked;

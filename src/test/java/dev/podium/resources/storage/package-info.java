@NullMarked
package dev.podium.resources.storage;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.podium.resources.apiextensions;

import org.jspecify.annotations.NullMarked;

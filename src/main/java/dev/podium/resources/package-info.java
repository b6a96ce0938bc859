/// The built-in kinds, one file of facts each.
@NullMarked
package dev.podium.resources;

import org.jspecify.annotations.NullMarked;

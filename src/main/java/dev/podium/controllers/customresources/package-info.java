/// Custom resource definitions become kinds that are served, and cease to be.
@NullMarked
package dev.podium.controllers.customresources;

import org.jspecify.annotations.NullMarked;

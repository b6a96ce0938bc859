@NullMarked
package dev.podium.controllers.customresources;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.podium.resources.devices;

import org.jspecify.annotations.NullMarked;

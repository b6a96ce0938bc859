/// Service, and the pools that its addresses and node ports come from.
@NullMarked
package dev.podium.resources.services;

import org.jspecify.annotations.NullMarked;

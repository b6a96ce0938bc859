/// The simulated network: addresses, names, and connections between what runs in containers.
@NullMarked
package dev.podium.network;

import org.jspecify.annotations.NullMarked;

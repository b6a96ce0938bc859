@NullMarked
package dev.podium.network.policy;

import org.jspecify.annotations.NullMarked;

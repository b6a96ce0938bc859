/// policy/v1: how many pods may be down.
@NullMarked
package dev.podium.resources.policy;

import org.jspecify.annotations.NullMarked;

/// Questions about who somebody is and what they may do: posted, answered, never stored.
@NullMarked
package dev.podium.resources.access;

import org.jspecify.annotations.NullMarked;

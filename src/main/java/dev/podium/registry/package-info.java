/// The pipeline of every verb, once for all kinds, and what a kind states about itself.
@NullMarked
package dev.podium.registry;

import org.jspecify.annotations.NullMarked;

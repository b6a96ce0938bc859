/// Tells kubelets how long they may keep what they have read.
@NullMarked
package dev.podium.controllers.ttl;

import org.jspecify.annotations.NullMarked;

/// Rolls Deployments out over ReplicaSets.
@NullMarked
package dev.podium.controllers.deployment;

import org.jspecify.annotations.NullMarked;

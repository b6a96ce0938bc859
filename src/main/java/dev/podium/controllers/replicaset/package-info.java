/// Keeps as many pods as ReplicaSets and ReplicationControllers ask for.
@NullMarked
package dev.podium.controllers.replicaset;

import org.jspecify.annotations.NullMarked;

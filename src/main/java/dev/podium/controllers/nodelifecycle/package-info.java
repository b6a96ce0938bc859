/// Taints nodes by their conditions, and notices when their kubelets fall silent.
@NullMarked
package dev.podium.controllers.nodelifecycle;

import org.jspecify.annotations.NullMarked;

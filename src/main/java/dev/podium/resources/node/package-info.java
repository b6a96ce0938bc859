/// The kind of node.k8s.io/v1.
@NullMarked
package dev.podium.resources.node;

import org.jspecify.annotations.NullMarked;

/// The kinds of storage.k8s.io/v1.
@NullMarked
package dev.podium.resources.storage;

import org.jspecify.annotations.NullMarked;

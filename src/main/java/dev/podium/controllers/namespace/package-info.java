/// Empties namespaces that are being deleted.
@NullMarked
package dev.podium.controllers.namespace;

import org.jspecify.annotations.NullMarked;

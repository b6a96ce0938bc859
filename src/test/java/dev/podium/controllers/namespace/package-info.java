@NullMarked
package dev.podium.controllers.namespace;

import org.jspecify.annotations.NullMarked;

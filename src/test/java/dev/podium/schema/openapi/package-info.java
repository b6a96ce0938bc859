@NullMarked
package dev.podium.schema.openapi;

import org.jspecify.annotations.NullMarked;

/// Checks of fields that several kinds have in common.
@NullMarked
package dev.podium.resources.fields;

import org.jspecify.annotations.NullMarked;

/// Frozen JSON objects and the small vocabulary of the API: keys, selectors, quantities, field
/// errors, Status errors.
///
/// No Spring, no threads, no I/O.
@NullMarked
package dev.podium.object;

import org.jspecify.annotations.NullMarked;

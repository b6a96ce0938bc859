/// What turns one version of an object into the next: the three kinds of patch, server-side apply,
/// and the record of who owns which field.
///
/// Pure functions over frozen JSON and schema types; no Spring, no threads, no I/O.
@NullMarked
package dev.podium.patch;

import org.jspecify.annotations.NullMarked;

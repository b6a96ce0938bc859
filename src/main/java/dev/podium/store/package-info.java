/// The versioned store: compare-and-set writes, snapshots at a revision, watches from a revision.
@NullMarked
package dev.podium.store;

import org.jspecify.annotations.NullMarked;

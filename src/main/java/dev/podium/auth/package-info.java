/// Who is calling, and may they: no HTTP, no storage.
@NullMarked
package dev.podium.auth;

import org.jspecify.annotations.NullMarked;

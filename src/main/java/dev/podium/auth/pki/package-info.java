/// The cluster's certificates and keys: made once, kept in files, reissued in time.
@NullMarked
package dev.podium.auth.pki;

import org.jspecify.annotations.NullMarked;

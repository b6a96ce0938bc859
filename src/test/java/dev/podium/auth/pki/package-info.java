@NullMarked
package dev.podium.auth.pki;

import org.jspecify.annotations.NullMarked;

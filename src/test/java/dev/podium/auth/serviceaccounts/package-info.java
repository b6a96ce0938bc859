@NullMarked
package dev.podium.auth.serviceaccounts;

import org.jspecify.annotations.NullMarked;

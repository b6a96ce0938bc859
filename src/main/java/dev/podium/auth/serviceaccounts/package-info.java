/// Tokens by which pods and other programs call as a service account.
@NullMarked
package dev.podium.auth.serviceaccounts;

import org.jspecify.annotations.NullMarked;

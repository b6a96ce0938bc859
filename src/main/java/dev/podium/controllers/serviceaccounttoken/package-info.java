/// Fills Secrets of type `kubernetes.io/service-account-token`.
@NullMarked
package dev.podium.controllers.serviceaccounttoken;

import org.jspecify.annotations.NullMarked;

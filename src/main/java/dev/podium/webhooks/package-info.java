/// Calls to webhooks: real HTTPS on loopback, and services of the cluster.
@NullMarked
package dev.podium.webhooks;

import org.jspecify.annotations.NullMarked;

/// What every namespace has: a default service account and the certificate of the cluster.
@NullMarked
package dev.podium.controllers.serviceaccount;

import org.jspecify.annotations.NullMarked;

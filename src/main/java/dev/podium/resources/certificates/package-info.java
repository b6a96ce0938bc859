/// certificates.k8s.io/v1: requests for client and server certificates.
@NullMarked
package dev.podium.resources.certificates;

import org.jspecify.annotations.NullMarked;

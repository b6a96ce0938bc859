/// apiregistration.k8s.io/v1: who serves which group and version.
@NullMarked
package dev.podium.resources.apiregistration;

import org.jspecify.annotations.NullMarked;

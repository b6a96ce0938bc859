/// flowcontrol.apiserver.k8s.io/v1: which requests wait for which.
@NullMarked
package dev.podium.resources.flowcontrol;

import org.jspecify.annotations.NullMarked;

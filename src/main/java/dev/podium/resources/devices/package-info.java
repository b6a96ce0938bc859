/// resource.k8s.io/v1: devices, and claims to them.
@NullMarked
package dev.podium.resources.devices;

import org.jspecify.annotations.NullMarked;

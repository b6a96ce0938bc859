/// apiextensions.k8s.io/v1: kinds that people define.
@NullMarked
package dev.podium.resources.apiextensions;

import org.jspecify.annotations.NullMarked;

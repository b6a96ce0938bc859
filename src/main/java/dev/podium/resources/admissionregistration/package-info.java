/// admissionregistration.k8s.io/v1: what is asked before an object is stored.
@NullMarked
package dev.podium.resources.admissionregistration;

import org.jspecify.annotations.NullMarked;

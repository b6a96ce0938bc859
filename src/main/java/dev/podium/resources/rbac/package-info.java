/// rbac.authorization.k8s.io/v1: who may do what.
@NullMarked
package dev.podium.resources.rbac;

import org.jspecify.annotations.NullMarked;

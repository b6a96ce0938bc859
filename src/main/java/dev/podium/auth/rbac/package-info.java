/// Roles and bindings: what they allow, as a pure function of the roles there are.
@NullMarked
package dev.podium.auth.rbac;

import org.jspecify.annotations.NullMarked;

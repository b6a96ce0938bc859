@NullMarked
package dev.podium.auth.rbac;

import org.jspecify.annotations.NullMarked;

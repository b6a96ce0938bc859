/// Keeps what quotas say is used true.
@NullMarked
package dev.podium.controllers.resourcequota;

import org.jspecify.annotations.NullMarked;

/// What a kubelet's own server says, reached through `nodes/proxy`.
@NullMarked
package dev.podium.web.kubelet;

import org.jspecify.annotations.NullMarked;

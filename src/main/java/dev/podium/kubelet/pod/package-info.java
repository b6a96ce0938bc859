/// What a kubelet does about a pod: its containers' lives and the status that it reports.
@NullMarked
package dev.podium.kubelet.pod;

import org.jspecify.annotations.NullMarked;

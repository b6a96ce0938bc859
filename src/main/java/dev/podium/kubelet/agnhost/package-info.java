/// The image of Kubernetes' own tests: many small programs in one (upstream's test/images/agnhost).
@NullMarked
package dev.podium.kubelet.agnhost;

import org.jspecify.annotations.NullMarked;

/// Pods and pod templates, and everything that holds one template in core/v1.
@NullMarked
package dev.podium.resources.pods;

import org.jspecify.annotations.NullMarked;

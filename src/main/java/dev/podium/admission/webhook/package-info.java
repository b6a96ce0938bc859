/// Mutating and validating admission webhooks.
@NullMarked
package dev.podium.admission.webhook;

import org.jspecify.annotations.NullMarked;

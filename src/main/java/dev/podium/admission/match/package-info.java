/// Which requests policies and webhooks are about, and what they are told of them.
@NullMarked
package dev.podium.admission.match;

import org.jspecify.annotations.NullMarked;

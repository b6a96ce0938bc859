/// How much of what an object uses, by which quotas, limit ranges and qualities of service are
/// reckoned.
@NullMarked
package dev.podium.usage;

import org.jspecify.annotations.NullMarked;

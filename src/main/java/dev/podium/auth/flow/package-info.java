/// Priority and fairness, as far as telling which schema and level a request falls under.
@NullMarked
package dev.podium.auth.flow;

import org.jspecify.annotations.NullMarked;

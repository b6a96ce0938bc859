/// Who is calling, and may they.
@NullMarked
package dev.podium.auth;

import org.jspecify.annotations.NullMarked;

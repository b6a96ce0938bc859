/// What is refused or filled in between decoding and storing.
@NullMarked
package dev.podium.admission;

import org.jspecify.annotations.NullMarked;

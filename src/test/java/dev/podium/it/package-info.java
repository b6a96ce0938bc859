/// Real clients against the built jar.
@org.jspecify.annotations.NullMarked
package dev.podium.it;

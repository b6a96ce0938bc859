@NullMarked
package dev.podium.network.ingress;

import org.jspecify.annotations.NullMarked;

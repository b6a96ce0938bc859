@NullMarked
package dev.podium.network.grpc;

import org.jspecify.annotations.NullMarked;

/// gRPC over HTTP/2, as far as a call with one question and one answer goes.
@NullMarked
package dev.podium.network.grpc;

import org.jspecify.annotations.NullMarked;

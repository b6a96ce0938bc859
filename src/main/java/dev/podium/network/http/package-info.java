/// HTTP/1.1 over simulated connections, for clients and servers, on Apache HttpCore's codecs.
@NullMarked
package dev.podium.network.http;

import org.jspecify.annotations.NullMarked;

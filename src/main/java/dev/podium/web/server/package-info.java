/// The listeners: sockets, TLS, HTTP/2, and what is answered before anybody is asked.
@NullMarked
package dev.podium.web.server;

import org.jspecify.annotations.NullMarked;

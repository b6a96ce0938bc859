/// The way through the API server to pods, Services and nodes.
@NullMarked
package dev.podium.web.proxy;

import org.jspecify.annotations.NullMarked;

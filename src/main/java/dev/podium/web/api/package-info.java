/// The API itself over HTTP: from a path to a verb on a resource, and the answer back.
@NullMarked
package dev.podium.web.api;

import org.jspecify.annotations.NullMarked;

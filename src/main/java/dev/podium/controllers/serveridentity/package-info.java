/// The API server says that it lives.
@NullMarked
package dev.podium.controllers.serveridentity;

import org.jspecify.annotations.NullMarked;

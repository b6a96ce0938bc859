/// Keeps Endpoints and EndpointSlices: which addresses stand behind a Service.
@NullMarked
package dev.podium.controllers.endpoints;

import org.jspecify.annotations.NullMarked;

/// The browser's side of the plain listener: Swagger UI, and what Podium serves beside the API.
@NullMarked
package dev.podium.web.ui;

import org.jspecify.annotations.NullMarked;

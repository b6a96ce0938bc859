/// The documents at `/openapi/v2` and `/openapi/v3`, made of the schema and of what is served.
///
/// kubectl's `explain`, validation and `apply`, Swagger UI and client generators read them.
@NullMarked
package dev.podium.schema.openapi;

import org.jspecify.annotations.NullMarked;

/// The types of the API as data: which fields an object has, what they hold, how they merge.
///
/// One model serves strict decoding, patches, server-side apply, `explain` and OpenAPI, for the
/// built-in types (generated at build time from Kubernetes' own published artifacts) and for custom
/// resources alike.
@NullMarked
package dev.podium.schema;

import org.jspecify.annotations.NullMarked;

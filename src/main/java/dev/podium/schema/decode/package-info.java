/// From the text of a request to a typed object, with every refusal and warning that the API server
/// has for it.
@NullMarked
package dev.podium.schema.decode;

import org.jspecify.annotations.NullMarked;

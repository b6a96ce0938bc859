package dev.podium.web.api;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.patch.Patch;
import dev.podium.schema.decode.DecodeException;
import dev.podium.schema.decode.Decoded;
import dev.podium.schema.structural.StructuralSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a JSON, merge or strategic merge patch makes of an object.
///
/// Upstream: apiserver's endpoints/handlers/patch.go (jsonPatcher, smpPatcher).
///
/// @param kind of what is patched
/// @param custom the schema of a custom kind
record PatchChange(
    Patch patch,
    GroupVersionKind kind,
    Optional<StructuralSchema> custom,
    Bodies bodies,
    FieldValidation validation,
    Exchange exchange) {
  /// @throws ApiException where the patch does not fit, or its result is no such object
  ApiObject applyTo(ApiObject current) {
    JsonObject patched = patch.applyTo(current.root());
    Decoded decoded;
    try {
      decoded = bodies.readPatched(kind, custom, patched);
    } catch (DecodeException e) {
      throw patch.refusal(patched, e.message());
    }
    List<String> strict = new ArrayList<>(patch.strictErrors());
    strict.addAll(decoded.strictErrors());
    switch (validation) {
      case IGNORE -> {}
      case WARN -> strict.forEach(exchange.warnings());
      case STRICT -> {
        if (!strict.isEmpty()) {
          throw patch.refusal(patched, Decoded.strictMessage(strict));
        }
      }
    }
    return decoded.object();
  }
}

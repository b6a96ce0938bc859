package dev.podium.patch;

import dev.podium.object.ApiException;
import dev.podium.object.GoJson;
import dev.podium.object.GoText;
import dev.podium.object.Json;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.schema.ObjectType;
import java.util.List;

/// A strategic merge patch: a merge patch that knows which lists are sets of keyed items.
///
/// Upstream: apimachinery/pkg/util/strategicpatch/patch.go (`StrategicMergeMapPatch`), called by
/// `smpPatcher` in apiserver/pkg/endpoints/handlers/patch.go. Directives in the patch: `$patch:
/// replace` and `delete`, `$retainKeys`, `$setElementOrder/LIST`, `$deleteFromPrimitiveList/LIST`.
public final class StrategicMergePatch implements Patch {
  private final JsonObject patch;
  private final ObjectType type;
  private final List<String> strictErrors;

  private StrategicMergePatch(JsonObject patch, ObjectType type, List<String> strictErrors) {
    this.patch = patch;
    this.type = type;
    this.strictErrors = strictErrors;
  }

  /// @param type of the objects to be patched, in the version of the request
  public static StrategicMergePatch decode(byte[] utf8, ObjectType type) {
    Json.Parsed parsed = Patch.parse(utf8, "");
    JsonObject patch =
        switch (parsed.value()) {
          case JsonObject object -> object;
          case JsonNull _ -> JsonObject.EMPTY;
          case Object other ->
              throw ApiException.badRequest(GoJson.mismatch(other, "map[string]interface {}"));
        };
    return new StrategicMergePatch(
        patch,
        type,
        parsed.duplicates().stream().map(path -> "duplicate field " + GoText.quote(path)).toList());
  }

  @Override
  public JsonObject applyTo(JsonObject current) {
    JsonObject patched = StrategicMerge.merge(current, patch, type);
    GoConversion.error(patched, type)
        .ifPresent(why -> {
          throw refusal(patched, why);
        });
    return patched;
  }

  @Override
  public List<String> strictErrors() {
    return strictErrors;
  }

  /// Shows the patch where the other kinds show the result.
  @Override
  public ApiException refusal(JsonObject patched, String why) {
    return Patch.invalid(GoText.plain(patch), why);
  }
}

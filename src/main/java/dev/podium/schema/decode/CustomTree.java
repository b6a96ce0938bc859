package dev.podium.schema.decode;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Schemas;
import java.util.ArrayList;
import java.util.List;

/// A custom object as upstream holds it: maps, so sorted by key everywhere, with typed metadata.
///
/// Upstream: unstructured decoding, and schemaCoercingDecoder in
/// apiextensions-apiserver/pkg/apiserver/customresource_handler.go.
record CustomTree(JsonObject root, List<String> strictErrors) {
  private static final String META = "metadata";

  /// @throws DecodeException where the metadata is no ObjectMeta
  static CustomTree of(JsonObject raw) {
    DecodePath path = new DecodePath();
    JsonObject sorted = object(raw, path);
    List<String> strictErrors = new ArrayList<>(path.strictErrors());
    Object metadata = sorted.get(META);
    if (metadata == null || metadata == JsonNull.NULL) {
      return new CustomTree(sorted, strictErrors);
    }
    if (!(metadata instanceof JsonObject fields)) {
      throw path.mismatch(Scalars.kind(metadata), "v1.ObjectMeta");
    }
    TypedDecoder.Typed typed = TypedDecoder.decode(ObjectMetaType.TYPE, fields);
    typed.strictErrors().forEach(error -> strictErrors.add(below(error)));
    JsonObject coerced = object(typed.value(), new DecodePath());
    return new CustomTree(
        coerced.equals(fields) ? sorted : sorted.with(META, coerced), strictErrors);
  }

  private static String below(String error) {
    return error.replaceFirst("\"", "\"" + META + ".");
  }

  private static JsonObject object(JsonObject raw, DecodePath path) {
    JsonObject sorted = SortedFields.of(raw, path);
    JsonObject.Builder fields = new JsonObject.Builder(sorted.size());
    boolean same = true;
    for (int i = 0; i < sorted.size(); i++) {
      path.enterKey(sorted.keyAt(i));
      Object value = value(sorted.valueAt(i), path);
      path.leave();
      same = same && value == sorted.valueAt(i);
      fields.add(sorted.keyAt(i), value);
    }
    return same ? sorted : fields.build();
  }

  private static Object value(Object raw, DecodePath path) {
    return switch (raw) {
      case JsonObject object -> object(object, path);
      case JsonArray array -> array(array, path);
      case NumberText number -> number.number();
      default -> raw;
    };
  }

  private static JsonArray array(JsonArray raw, DecodePath path) {
    Object[] items = new Object[raw.size()];
    boolean same = true;
    for (int i = 0; i < items.length; i++) {
      path.enterIndex(i);
      items[i] = value(raw.get(i), path);
      path.leave();
      same = same && items[i] == raw.get(i);
    }
    return same ? raw : JsonArray.owning(items);
  }

  /// Found at the first need, since the schema is read from a file.
  private static final class ObjectMetaType {
    static final ObjectType TYPE =
        Schemas.builtIn()
            .definition("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")
            .orElseThrow();
  }
}

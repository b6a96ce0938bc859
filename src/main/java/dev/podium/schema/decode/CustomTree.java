package dev.podium.schema.decode;

import dev.podium.object.GoText;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Schemas;
import dev.podium.schema.structural.Pruning;
import dev.podium.schema.structural.StructuralSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/// A custom object as upstream holds it: maps, so sorted by key everywhere, with typed metadata.
///
/// Upstream: unstructured decoding, and schemaCoercingDecoder in
/// apiextensions-apiserver/pkg/apiserver/customresource_handler.go.
record CustomTree(JsonObject root, List<String> strictErrors) {
  private static final String META = "metadata";

  /// What the schema of its kind leaves of an object.
  ///
  /// @throws DecodeException where the metadata is no ObjectMeta
  static CustomTree of(JsonObject raw, StructuralSchema schema) {
    CustomTree typed = withMetadata(raw);
    Pruning.Pruned pruned = Pruning.of(schema, typed.root());
    CustomTree embedded = EmbeddedMetadata.coerce(schema, pruned.object());
    List<String> strictErrors = new ArrayList<>(typed.strictErrors());
    pruned.unknown().forEach(field -> strictErrors.add("unknown field " + GoText.quote(field)));
    strictErrors.addAll(embedded.strictErrors());
    return new CustomTree(embedded.root(), strictErrors);
  }

  private static CustomTree withMetadata(JsonObject raw) {
    DecodePath path = new DecodePath();
    JsonObject sorted = sorted(raw, path);
    Object given = sorted.get(META);
    if (given == null || given == JsonNull.NULL) {
      return new CustomTree(sorted, path.strictErrors());
    }
    if (!(given instanceof JsonObject fields)) {
      throw path.mismatch(Scalars.kind(given), "v1.ObjectMeta");
    }
    List<String> strictErrors = new ArrayList<>(path.strictErrors());
    Metadata metadata = metadata(fields, META);
    strictErrors.addAll(metadata.strictErrors());
    return new CustomTree(
        metadata.value() == fields ? sorted : sorted.with(META, metadata.value()), strictErrors);
  }

  /// Metadata in the form of ObjectMeta.
  record Metadata(JsonObject value, List<String> strictErrors) {}

  /// @param path of the metadata
  /// @throws DecodeException where it is no ObjectMeta
  static Metadata metadata(JsonObject fields, String path) {
    TypedDecoder.Typed typed = TypedDecoder.decode(ObjectMetaType.TYPE, fields);
    JsonObject coerced = sorted(typed.value(), new DecodePath());
    List<String> errors =
        typed.strictErrors().stream()
            .map(error -> error.replaceFirst("\"", "\"" + Matcher.quoteReplacement(path) + "."))
            .toList();
    return new Metadata(coerced.equals(fields) ? fields : coerced, errors);
  }

  static JsonObject sorted(JsonObject raw, DecodePath path) {
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
      case JsonObject object -> sorted(object, path);
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

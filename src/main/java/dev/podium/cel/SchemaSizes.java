package dev.podium.cel;

import dev.podium.object.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// How large the values of a structural schema may be: by its limits, and where it has none by what
/// fits into a request.
///
/// Upstream: SchemaDeclType in apiserver/pkg/cel/common/schemas.go.
public final class SchemaSizes implements SizeLimits {
  private static final long REQUEST = 3L << 20;
  private static final long DURATION = 32;
  private static final long DATE = 12;
  private static final long DATE_TIME = 32;
  private static final JsonObject TEXT = JsonObject.of("type", "string");
  private static final JsonObject METADATA =
      JsonObject.of(
          "type", "object", "properties", JsonObject.of("name", TEXT, "generateName", TEXT));
  private static final int BYTES_A_CHARACTER = 4;

  private final JsonObject schema;
  private final boolean whole;

  /// @param whole whether it is the schema of whole objects
  public SchemaSizes(JsonObject schema, boolean whole) {
    this.schema = schema;
    this.whole = whole || schema.bool("x-kubernetes-embedded-resource");
  }

  /// How many values of this schema there may be in an object at most, where lists and maps around
  /// them have no limit.
  public long mostInARequest() {
    return REQUEST / (smallest() + 1);
  }

  @Override
  public OptionalLong most(List<String> path) {
    if (path.isEmpty()) {
      return OptionalLong.empty();
    }
    Optional<SchemaSizes> at = Optional.of(this);
    for (String step : path.subList(1, path.size())) {
      at = at.flatMap(sizes -> sizes.step(step));
    }
    return at.map(sizes -> OptionalLong.of(sizes.largest())).orElse(OptionalLong.empty());
  }

  private Optional<SchemaSizes> step(String step) {
    return switch (step) {
      case ITEMS, VALUES -> below().map(values -> new SchemaSizes(values, false));
      case KEYS ->
          isMap() ? Optional.of(new SchemaSizes(JsonObject.EMPTY, false)) : Optional.empty();
      default ->
          fields().entrySet().stream()
              .filter(field ->
                  FieldNames.escape(field.getKey())
                      .filter(FieldNames.canonical(step)::equals)
                      .isPresent())
              .map(Map.Entry::getValue)
              .findFirst();
    };
  }

  private boolean isMap() {
    return schema.string("type").equals("object")
        && schema.findObject("additionalProperties").isPresent();
  }

  private Optional<JsonObject> below() {
    return switch (schema.string("type")) {
      case "array" -> schema.findObject("items");
      case "object" -> schema.findObject("additionalProperties");
      default -> Optional.empty();
    };
  }

  private Map<String, SchemaSizes> fields() {
    Map<String, SchemaSizes> fields = new LinkedHashMap<>();
    if (!schema.string("type").equals("object") || isMap()) {
      return fields;
    }
    schema
        .object("properties")
        .forEach((name, property) -> {
          if (property instanceof JsonObject known) {
            fields.put(name, new SchemaSizes(known, false));
          }
        });
    if (whole) {
      fields.put("apiVersion", new SchemaSizes(TEXT, false));
      fields.put("kind", new SchemaSizes(TEXT, false));
      fields.put("metadata", new SchemaSizes(METADATA, false));
    }
    return fields;
  }

  /// Scalars and objects count as nothing.
  private long largest() {
    if (schema.bool("x-kubernetes-int-or-string")) {
      return text(BYTES_A_CHARACTER);
    }
    return switch (schema.string("type")) {
      case "array" -> limit("maxItems").orElseGet(() -> (REQUEST - 2) / (ofElement() + 1));
      case "object" ->
          isMap() ? limit("maxProperties").orElseGet(() -> (REQUEST - 2) / (ofElement() + 6)) : 0;
      case "string" -> ofText();
      default -> 0;
    };
  }

  private long ofElement() {
    return below().map(values -> new SchemaSizes(values, false).smallest()).orElse(0L);
  }

  private long ofText() {
    return switch (schema.string("format")) {
      case "byte" -> text(1);
      case "duration" -> DURATION;
      case "date" -> DATE;
      case "date-time" -> DATE_TIME;
      default -> text(BYTES_A_CHARACTER);
    };
  }

  private long text(int bytes) {
    Optional<Long> limit = limit("maxLength");
    if (limit.isPresent()) {
      return limit.get() * bytes;
    }
    List<String> values = schema.strings("enum");
    return values.isEmpty()
        ? REQUEST - 2
        : values.stream().mapToLong(String::length).max().orElse(0);
  }

  private Optional<Long> limit(String name) {
    return schema.findLong(name).stream().mapToObj(limit -> Math.max(0, limit)).findFirst();
  }

  /// The fewest bytes that a value takes as JSON.
  private long smallest() {
    if (schema.bool("x-kubernetes-int-or-string")) {
      return 1;
    }
    return switch (schema.string("type")) {
      case "object" -> isMap() ? 2 : smallestObject();
      case "boolean" -> 4;
      case "number", "integer" -> 1;
      case "string" ->
          switch (schema.string("format")) {
            case "duration" -> 3;
            case "date" -> DATE;
            case "date-time" -> 21;
            default -> 2;
          };
      default -> 2;
    };
  }

  /// Braces, and each required field with its name, quotes, colon and comma; defaults come by
  /// themselves.
  private long smallestObject() {
    long bytes = 2;
    List<String> required = schema.strings("required");
    for (Map.Entry<String, SchemaSizes> field : fields().entrySet()) {
      SchemaSizes value = field.getValue();
      if (required.contains(field.getKey()) && !value.schema.has("default")) {
        bytes += field.getKey().length() + value.smallest() + 4;
      }
    }
    return bytes;
  }
}

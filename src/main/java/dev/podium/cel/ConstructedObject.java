package dev.podium.cel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An object that an expression constructed: `Object.spec{replicas: 3}`.
final class ConstructedObject extends LinkedHashMap<String, Object> implements JsonView {
  private static final long serialVersionUID = 1;

  private final String type;

  ConstructedObject(String type, Map<String, Object> fields) {
    super(fields);
    this.type = type;
  }

  @Override
  public Object json() {
    return Values.object(this);
  }

  /// Why a value's types do not belong where they stand: below `spec` of an `Object` there may only
  /// be an `Object.spec`.
  ///
  /// Upstream: CheckTypeNamesMatchFieldPathNames in apiserver/pkg/cel/mutation/dynamic/objects.go.
  static Optional<String> mismatch(Object value, String expected) {
    if (value instanceof List<?> list) {
      return list.stream().flatMap(item -> mismatch(item, expected).stream()).findFirst();
    }
    if (!(value instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    if (value instanceof ConstructedObject object && !object.type.equals(expected)) {
      return Optional.of(
          "unexpected type name \"%s\", expected \"%s\", which matches field name path from root"
                  .formatted(object.type, expected)
              + " Object type");
    }
    return map.entrySet().stream()
        .flatMap(entry -> mismatch(entry.getValue(), expected + "." + entry.getKey()).stream())
        .findFirst();
  }
}

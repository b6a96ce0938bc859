package dev.podium.schema.structural;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GoRegex;
import dev.podium.object.GoText;
import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A schema made ready to check values: every keyword of OpenAPI that custom resources may use.
///
/// Upstream: kube-openapi's pkg/validation/validate, whose words and order of checks this keeps,
/// and apiextensions-apiserver's pkg/apiserver/validation, which makes field errors of them.
public final class ValueSchema {
  private final JsonObject source;
  private final List<String> types;
  private final String format;
  private final Optional<Pattern> pattern;
  private final Map<String, ValueSchema> properties = new TreeMap<>();
  private final Optional<ValueSchema> items;
  private final Optional<ValueSchema> additional;
  private final Alternatives alternatives;

  private ValueSchema(JsonObject source) {
    this.source = source;
    this.types = types(source);
    String asked = source.string("format");
    this.format = Formats.isKnown(asked) ? asked : "";
    this.pattern = pattern(source.string("pattern"));
    source
        .object("properties")
        .forEach((name, value) -> {
          if (value instanceof JsonObject property) {
            properties.put(name, new ValueSchema(property));
          }
        });
    this.items = source.findObject("items").map(ValueSchema::new);
    this.additional = source.findObject("additionalProperties").map(ValueSchema::new);
    this.alternatives =
        new Alternatives(
            all(source, "anyOf"),
            all(source, "oneOf"),
            all(source, "allOf"),
            source.findObject("not").map(ValueSchema::new));
  }

  /// @param source a `JSONSchemaProps`
  public static ValueSchema of(JsonObject source) {
    return new ValueSchema(source);
  }

  private static List<ValueSchema> all(JsonObject source, String junctor) {
    return source.objects(junctor).stream().map(ValueSchema::new).toList();
  }

  private static List<String> types(JsonObject source) {
    if (source.bool(StructuralSchema.INT_OR_STRING)) {
      return List.of("integer", "string");
    }
    return source.findString("type").filter(t -> !t.isEmpty()).stream().toList();
  }

  private static Optional<Pattern> pattern(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(GoRegex.compile(text));
    } catch (PatternSyntaxException _) {
      return Optional.empty();
    }
  }

  /// What is wrong with a value.
  ///
  /// @param path of the value in its object
  public List<FieldError> check(Object value, FieldPath path) {
    return findings(value, new SchemaPath(path, ""), Former.NONE).errors();
  }

  /// What is wrong with a changed value, but for the parts that are as they were: those are let
  /// through, whatever has become of the schema since.
  public List<FieldError> checkChange(Object value, Object old, FieldPath path) {
    return findings(value, new SchemaPath(path, ""), Former.of(old)).errors();
  }

  private Findings findings(Object value, SchemaPath path, Former old) {
    Findings found = new Findings();
    type(value, path, found);
    if (value != JsonNull.NULL) {
      found.add(alternatives.check(value, path));
      found.matched();
      switch (value) {
        case String text -> string(text, path, found);
        case Number number ->
            NumberChecks.check(source, types.size() == 1 ? type() : "", number, path, found);
        case JsonArray list -> list(list, path, old, found);
        default -> {}
      }
    }
    enumeration(value, path, found);
    if (value instanceof JsonObject object) {
      object(object, path, old, found);
    }
    return found.isValid() || !old.equalTo(value) ? found : new Findings();
  }

  /// As an alternative of another schema, where nothing that stood before counts.
  Findings findings(Object value, SchemaPath path) {
    return findings(value, path, Former.NONE);
  }

  private String type() {
    return types.isEmpty() ? "" : types.getFirst();
  }

  private void type(Object value, SchemaPath path, Findings found) {
    String wanted = String.join(",", types);
    if (value == JsonNull.NULL) {
      if (!types.isEmpty() && !source.bool("nullable")) {
        mistyped(path, wanted, "null", found);
      }
      return;
    }
    String given = nameOf(value);
    boolean numeric = types.contains("integer") || types.contains("number");
    boolean whole = given.equals("number") && isWhole(value) && types.contains("integer");
    boolean wider = given.equals("integer") && types.contains("number");
    boolean fits = types.contains(given) || whole || wider;
    boolean formatted = !format.isEmpty();
    boolean text = value instanceof String || value instanceof JsonArray;
    if (formatted && !text && !fits) {
      mistyped(path, format, value instanceof Number ? numberFormat(value) : "", found);
    } else if (!(formatted && text && !numeric) && !types.isEmpty() && !fits) {
      mistyped(path, wanted, given, found);
    } else {
      found.matched();
    }
  }

  private static void mistyped(SchemaPath path, String wanted, String given, Findings found) {
    found.add(
        FieldError.typeInvalid(
            path.field(),
            given,
            path.inBody("must be of type " + wanted + ": " + GoText.quote(given))));
  }

  private static boolean isWhole(Object value) {
    return value instanceof Number number
        && number.doubleValue() == Math.rint(number.doubleValue())
        && (number instanceof Long || Math.abs(number.doubleValue()) <= NumberChecks.MOST_EXACT);
  }

  private static String numberFormat(Object value) {
    return value instanceof Double ? "float64" : "int64";
  }

  static String nameOf(Object value) {
    return switch (value) {
      case String _ -> "string";
      case Boolean _ -> "boolean";
      case Long _ -> "integer";
      case Number _ -> "number";
      case JsonArray _ -> "array";
      case JsonObject _ -> "object";
      default -> "null";
    };
  }

  private void string(String text, SchemaPath path, Findings found) {
    Optional<FieldError> fault = stringFault(text, path);
    fault.ifPresentOrElse(found::add, found::matched);
    if (!format.isEmpty() && !Formats.accepts(format, text)) {
      found.add(
          FieldError.typeInvalid(
              path.field(),
              text,
              path.inBody("must be of type " + format + ": " + GoText.quote(text))));
    }
  }

  private Optional<FieldError> stringFault(String text, SchemaPath path) {
    int length = text.codePointCount(0, text.length());
    OptionalLong most = source.findLong("maxLength");
    if (most.isPresent() && length > most.getAsLong()) {
      return Optional.of(FieldError.tooLong(path.field(), (int) most.getAsLong()));
    }
    OptionalLong least = source.findLong("minLength");
    if (least.isPresent() && length < least.getAsLong()) {
      return Optional.of(
          path.invalid(text, "should be at least " + least.getAsLong() + " chars long"));
    }
    return pattern
        .filter(wanted -> !wanted.matcher(text).find())
        .map(_ -> path.invalid(text, "should match '" + source.string("pattern") + "'"));
  }

  private void list(JsonArray list, SchemaPath path, Former old, Findings found) {
    items.ifPresent(schema -> {
      for (int i = 0; i < list.size(); i++) {
        Former before = old.item(source, list.get(i));
        found.add(schema.findings(list.get(i), path.index(i), before));
      }
    });
    OptionalLong least = source.findLong("minItems");
    if (least.isPresent() && list.size() < least.getAsLong()) {
      found.add(
          path.invalid((long) list.size(), "should have at least " + least.getAsLong() + " items"));
    }
    OptionalLong most = source.findLong("maxItems");
    if (most.isPresent() && list.size() > most.getAsLong()) {
      found.add(FieldError.tooMany(path.field(), list.size(), (int) most.getAsLong()));
    }
    if (source.bool("uniqueItems") && list.stream().distinct().count() < list.size()) {
      found.add(path.invalid("", "shouldn't contain duplicates"));
    }
    found.matched();
  }

  private void enumeration(Object value, SchemaPath path, Findings found) {
    JsonArray allowed = source.array("enum");
    boolean fits =
        allowed.isEmpty()
            || allowed.stream().anyMatch(one -> isSame(one, value))
            || (value == JsonNull.NULL && source.bool("nullable"));
    if (fits) {
      found.matched();
      return;
    }
    found.add(
        FieldError.notSupported(
            path.field(),
            value,
            allowed.stream().map(one -> one instanceof String s ? s : Json.write(one)).toList()));
  }

  private static boolean isSame(Object one, Object other) {
    return one instanceof Number left && other instanceof Number right
        ? left.doubleValue() == right.doubleValue()
        : one.equals(other);
  }

  private void object(JsonObject object, SchemaPath path, Former old, Findings found) {
    OptionalLong least = source.findLong("minProperties");
    if (least.isPresent() && object.size() < least.getAsLong()) {
      found.add(
          path.invalid(
              (long) object.size(), "should have at least " + least.getAsLong() + " properties"));
      return;
    }
    OptionalLong most = source.findLong("maxProperties");
    if (most.isPresent() && object.size() > most.getAsLong()) {
      found.add(FieldError.tooMany(path.field(), object.size(), (int) most.getAsLong()));
      return;
    }
    object.forEach((name, value) ->
        below(name)
            .forEach(
                schema -> found.add(schema.findings(value, path.child(name), old.field(name)))));
    for (String name : source.strings("required")) {
      if (!object.has(name)) {
        found.add(FieldError.required(path.child(name).field(), ""));
      }
    }
    found.matched();
  }

  private Stream<ValueSchema> below(String name) {
    ValueSchema property = properties.get(name);
    return property == null ? additional.stream() : Stream.of(property);
  }
}

package dev.podium.cel;

import dev.podium.cel.ValueType.Identity;
import dev.podium.cel.ValueType.ListOf;
import dev.podium.cel.ValueType.MapOf;
import dev.podium.cel.ValueType.Simple;
import dev.podium.cel.ValueType.Structure;
import dev.podium.object.JsonObject;
import dev.podium.schema.Field;
import dev.podium.schema.FreeForm;
import dev.podium.schema.ListType;
import dev.podium.schema.MapType;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Scalar;
import dev.podium.schema.SchemaType;
import dev.podium.schema.Schemas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What schemas mean to expressions.
///
/// Upstream: SchemaDeclType in apiserver/pkg/cel/common/schemas.go.
public final class SchemaTypes {
  private static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
  private static final Structure METADATA =
      Structure.of("metadata", Map.of("name", Simple.STRING, "generateName", Simple.STRING));

  private SchemaTypes() {}

  /// The type of the values of a structural schema, as it stands in a CustomResourceDefinition.
  /// Nothing where expressions cannot touch them, such as a field of which only
  /// `x-kubernetes-preserve-unknown-fields` is said.
  ///
  /// @param variable what it is the type of: messages call it `selfType`, its parts
  ///   `selfType.spec`; unique within an environment
  /// @param resource whether it is a whole object, so that apiVersion, kind and two fields of its
  ///   metadata are always there
  public static Optional<ValueType> ofSchema(String variable, JsonObject schema, boolean resource) {
    // The name must differ from the variable's, or a field of it would be taken for its type.
    return named(variable + "Type", schema, resource);
  }

  /// The type of whole objects of a custom kind, with all of their metadata.
  ///
  /// @param name unique within an environment
  public static ValueType ofCustomKind(String name, JsonObject schema) {
    return new Structure(
        name,
        () -> {
          Map<String, ValueType> fields = fields(name, schema, true);
          fields.put("metadata", of(Schemas.builtIn().definition(OBJECT_META).orElseThrow()));
          return fields;
        });
  }

  private static Optional<ValueType> named(String name, JsonObject schema, boolean resource) {
    if (schema.bool("x-kubernetes-int-or-string")) {
      return Optional.of(Simple.DYN);
    }
    boolean whole = resource || schema.bool("x-kubernetes-embedded-resource");
    return switch (schema.string("type")) {
      case "array" -> list(name, schema);
      case "object" -> object(name, schema, whole);
      case "string" -> Optional.of(string(schema.string("format")));
      case "boolean" -> Optional.of(Simple.BOOL);
      case "number" -> Optional.of(Simple.DOUBLE);
      case "integer" -> Optional.of(Simple.INT);
      default -> Optional.empty();
    };
  }

  private static Optional<ValueType> list(String name, JsonObject schema) {
    Identity identity =
        switch (schema.string("x-kubernetes-list-type")) {
          case "set" -> Identity.SET;
          case "map" -> Identity.KEYS;
          default -> Identity.ORDER;
        };
    List<String> keys = schema.strings("x-kubernetes-list-map-keys");
    return named(name + ".@idx", schema.object("items"), false)
        .map(items -> new ListOf(items, identity, keys));
  }

  private static Optional<ValueType> object(String name, JsonObject schema, boolean whole) {
    Optional<JsonObject> values = schema.findObject("additionalProperties");
    if (values.isPresent()) {
      return named(name + ".@elem", values.get(), false).map(MapOf::new);
    }
    return Optional.of(new Structure(name, () -> fields(name, schema, whole)));
  }

  private static Map<String, ValueType> fields(String name, JsonObject schema, boolean whole) {
    Map<String, ValueType> fields = new LinkedHashMap<>();
    schema
        .object("properties")
        .forEach((field, property) -> {
          if (property instanceof JsonObject known) {
            named(name + "." + field, known, false).ifPresent(t -> fields.put(field, t));
          }
        });
    if (whole) {
      fields.put("apiVersion", Simple.STRING);
      fields.put("kind", Simple.STRING);
      fields.put("metadata", METADATA);
    }
    return fields;
  }

  private static Simple string(String format) {
    return switch (format) {
      case "byte" -> Simple.BYTES;
      case "duration" -> Simple.DURATION;
      case "date", "date-time" -> Simple.TIMESTAMP;
      default -> Simple.STRING;
    };
  }

  /// The type of a built-in kind's values.
  public static ValueType of(SchemaType type) {
    return switch (type) {
      case Scalar scalar -> scalar(scalar);
      case ListType(var items, _) -> ListOf.of(of(items));
      case MapType(var values) -> new MapOf(of(values));
      case ObjectType object -> new Structure(object.name(), () -> fields(object));
      case FreeForm _ -> Simple.DYN;
    };
  }

  private static Map<String, ValueType> fields(ObjectType object) {
    Map<String, ValueType> fields = new LinkedHashMap<>();
    for (Field field : object.fields()) {
      fields.put(field.name(), of(field.type()));
    }
    return fields;
  }

  private static Simple scalar(Scalar scalar) {
    return switch (scalar) {
      case STRING, DURATION, QUANTITY -> Simple.STRING;
      case BYTES -> Simple.BYTES;
      case BOOLEAN -> Simple.BOOL;
      case INT32, INT64 -> Simple.INT;
      case DOUBLE -> Simple.DOUBLE;
      case TIME, MICRO_TIME -> Simple.TIMESTAMP;
      case INT_OR_STRING -> Simple.DYN;
    };
  }
}

package dev.podium.schema.structural;

import dev.podium.schema.Field;
import dev.podium.schema.Field.Granularity;
import dev.podium.schema.Field.ListKind;
import dev.podium.schema.FreeForm;
import dev.podium.schema.ListType;
import dev.podium.schema.MapType;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Scalar;
import dev.podium.schema.SchemaType;
import dev.podium.schema.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A schema as a type of the API, by which server-side apply merges and owns.
public final class StructuralTypes {
  private static final Set<String> RESOURCE_FIELDS = Set.of("apiVersion", "kind", "metadata");

  private StructuralTypes() {}

  /// The type of whole custom objects.
  ///
  /// @param name of the definition, such as `com.example.v1.Widget`
  public static ObjectType of(String name, StructuralSchema schema) {
    return resource(name, schema);
  }

  private static ObjectType resource(String name, StructuralSchema schema) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.of("apiVersion", Scalar.STRING));
    fields.add(Field.of("kind", Scalar.STRING));
    ObjectType meta =
        Schemas.builtIn()
            .definition("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")
            .orElseThrow();
    fields.add(Field.of("metadata", meta));
    schema
        .properties()
        .forEach((property, below) -> {
          if (!RESOURCE_FIELDS.contains(property)) {
            fields.add(field(property, below));
          }
        });
    return new ObjectType(name, traits(schema), () -> fields);
  }

  private static ObjectType.Traits traits(StructuralSchema schema) {
    return new ObjectType.Traits(
        schema.source().string("description"),
        schema.source().string(StructuralSchema.MAP_TYPE).equals("atomic"),
        schema.preservesUnknownFields(),
        Optional.empty());
  }

  private static Field field(String name, StructuralSchema schema) {
    Field field = Field.of(name, type(name, schema)).withMerge(merge(schema));
    return schema.defaultValue().map(field::withDefault).orElse(field);
  }

  private static Field.Merge merge(StructuralSchema schema) {
    Optional<ListKind> list =
        switch (schema.listType()) {
          case "set" -> Optional.of(ListKind.SET);
          case "map" -> Optional.of(ListKind.MAP);
          case "atomic" -> Optional.of(ListKind.ATOMIC);
          default -> Optional.empty();
        };
    Optional<Granularity> map =
        switch (schema.source().string(StructuralSchema.MAP_TYPE)) {
          case "atomic" -> Optional.of(Granularity.ATOMIC);
          case "granular" -> Optional.of(Granularity.GRANULAR);
          default -> Optional.empty();
        };
    return new Field.Merge(list, schema.listMapKeys(), map, Set.of(), Optional.empty());
  }

  private static SchemaType type(String name, StructuralSchema schema) {
    if (schema.intOrString()) {
      return Scalar.INT_OR_STRING;
    }
    return switch (schema.type()) {
      case "object" -> object(name, schema);
      case "array" ->
          new ListType(
              schema.items().map(items -> type(name, items)).orElse(FreeForm.ANY), merge(schema));
      case "string" -> Scalar.STRING;
      case "boolean" -> Scalar.BOOLEAN;
      case "integer" -> Scalar.INT64;
      case "number" -> Scalar.DOUBLE;
      default -> FreeForm.ANY;
    };
  }

  private static SchemaType object(String name, StructuralSchema schema) {
    if (schema.embedsResource()) {
      return resource(name, schema);
    }
    Map<String, StructuralSchema> properties = schema.properties();
    if (properties.isEmpty() && schema.additional().isPresent()) {
      return new MapType(type(name, schema.additional().get()));
    }
    if (properties.isEmpty() && (schema.preservesUnknownFields() || schema.allowsAnyName())) {
      return FreeForm.ANY;
    }
    return new ObjectType(
        name,
        traits(schema),
        () -> properties.entrySet().stream().map(e -> field(e.getKey(), e.getValue())).toList());
  }
}

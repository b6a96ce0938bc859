package dev.podium.schema.openapi;

import dev.podium.object.GroupVersion;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.schema.Field;
import dev.podium.schema.FreeForm;
import dev.podium.schema.ListType;
import dev.podium.schema.MapType;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Scalar;
import dev.podium.schema.SchemaType;
import dev.podium.schema.Schemas;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The definitions of the types in a [Schemas], as kube-openapi writes them
/// (pkg/generators/openapi.go, pkg/builder3/openapi.go).
public final class TypeDefinitions implements DefinitionSource {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

  /// Kinds that every group-version has.
  private static final Set<String> IN_ALL_VERSIONS =
      Set.of(META + "DeleteOptions", META + "WatchEvent");

  private final Schemas schemas;
  private final String fingerprint;
  private final Map<String, SchemaType> leaves = new HashMap<>();
  private final Map<String, List<GroupVersionKind>> kinds;

  /// @param fingerprint the release that the types are of
  public TypeDefinitions(Schemas schemas, String fingerprint) {
    this.schemas = schemas;
    this.fingerprint = fingerprint;
    for (Scalar scalar : Scalar.values()) {
      scalar.definition().ifPresent(name -> leaves.put(name, scalar));
    }
    for (FreeForm form : FreeForm.values()) {
      form.definition().ifPresent(name -> leaves.put(name, form));
    }
    kinds =
        schemas.kinds().entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    e -> e.getValue().name(),
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
  }

  @Override
  public String fingerprint(GroupVersion groupVersion) {
    return fingerprint;
  }

  @Override
  public Optional<JsonObject> definition(String name, Dialect dialect) {
    SchemaType leaf = leaves.get(name);
    if (leaf != null) {
      return Optional.of(leaf(name, leaf, dialect));
    }
    return schemas.definition(name).map(type -> object(type, dialect));
  }

  private JsonObject leaf(String name, SchemaType type, Dialect dialect) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schemas
        .leafDescription(name)
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> schema.put("description", text));
    addAll(
        schema,
        switch (type) {
          case Scalar scalar -> OpenApiTypes.definition(scalar, dialect);
          case FreeForm form -> OpenApiTypes.definition(form);
          case ObjectType _, ListType _, MapType _ -> JsonObject.EMPTY;
        });
    return JsonObject.of(schema);
  }

  private JsonObject object(ObjectType type, Dialect dialect) {
    Map<String, Object> schema = new LinkedHashMap<>();
    if (!type.description().isEmpty()) {
      schema.put("description", type.description());
    }
    schema.put("type", "object");
    List<String> required =
        type.fields().stream().filter(Field::required).map(Field::name).toList();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    Map<String, Object> properties = new TreeMap<>();
    for (Field field : type.fields()) {
      properties.put(field.name(), property(field, dialect));
    }
    if (!properties.isEmpty()) {
      schema.put("properties", properties);
    }
    List<JsonObject> of = kinds(type.name());
    if (!of.isEmpty()) {
      schema.put("x-kubernetes-group-version-kind", of);
    }
    if (type.atomic()) {
      schema.put("x-kubernetes-map-type", "atomic");
    }
    type.traits().unions().ifPresent(unions -> schema.put("x-kubernetes-unions", unions));
    return JsonObject.of(schema);
  }

  private List<JsonObject> kinds(String definition) {
    Stream<GroupVersionKind> of = kinds.getOrDefault(definition, List.of()).stream();
    if (IN_ALL_VERSIONS.contains(definition)) {
      String kind = definition.substring(META.length());
      of =
          schemas.kinds().keySet().stream()
              .map(GroupVersionKind::groupVersion)
              .distinct()
              .sorted(
                  Comparator.comparing(GroupVersion::group).thenComparing(GroupVersion::version))
              .map(gv -> gv.kind(kind));
    }
    return of.map(TypeDefinitions::json).toList();
  }

  static JsonObject json(GroupVersionKind kind) {
    return JsonObject.of("group", kind.group(), "kind", kind.kind(), "version", kind.version());
  }

  // Fields.

  private JsonObject property(Field field, Dialect dialect) {
    Map<String, Object> schema = new LinkedHashMap<>();
    if (!field.description().isEmpty()) {
      schema.put("description", field.description());
    }
    if (dialect == Dialect.V3) {
      field
          .defaultValue()
          .or(() -> OpenApiTypes.zero(field))
          .ifPresent(value -> schema.put("default", value));
    }
    addType(schema, field.type(), field.enumeration(), dialect);
    addMerge(schema, field.merge());
    return JsonObject.of(schema);
  }

  /// A reference may stand beside other keys in v2; v3 wraps it (builder3's `wrapRefs`).
  private void addType(
      Map<String, Object> schema, SchemaType type, List<String> enumeration, Dialect dialect) {
    switch (type) {
      case ListType(var items, _) -> {
        schema.put("type", "array");
        schema.put("items", element(items, enumeration, dialect));
      }
      case MapType(var values) -> {
        schema.put("type", "object");
        schema.put("additionalProperties", element(values, enumeration, dialect));
      }
      case ObjectType object -> addRef(schema, object.name(), dialect);
      case FreeForm form -> form.definition().ifPresent(name -> addRef(schema, name, dialect));
      case Scalar scalar -> {
        if (scalar.definition().isPresent()) {
          addRef(schema, scalar.definition().get(), dialect);
        } else {
          addAll(schema, OpenApiTypes.inline(scalar));
          if (!enumeration.isEmpty()) {
            schema.put("enum", enumeration);
          }
        }
      }
    }
  }

  private void addRef(Map<String, Object> schema, String definition, Dialect dialect) {
    JsonObject ref = dialect.ref(definition);
    if (dialect == Dialect.V2 || schema.isEmpty()) {
      addAll(schema, ref);
    } else {
      schema.put("allOf", List.of(ref));
    }
  }

  private static void addAll(Map<String, Object> schema, JsonObject more) {
    more.forEach(e -> schema.put(e.getKey(), e.getValue()));
  }

  private Map<String, Object> element(SchemaType type, List<String> enumeration, Dialect dialect) {
    Map<String, Object> schema = new LinkedHashMap<>();
    if (dialect == Dialect.V3) {
      OpenApiTypes.zero(type).ifPresent(value -> schema.put("default", value));
    }
    addType(schema, type, enumeration, dialect);
    return schema;
  }

  private static void addMerge(Map<String, Object> schema, Field.Merge merge) {
    if (!merge.listMapKeys().isEmpty()) {
      schema.put("x-kubernetes-list-map-keys", merge.listMapKeys());
    }
    merge.list().ifPresent(kind -> schema.put("x-kubernetes-list-type", lower(kind)));
    merge.map().ifPresent(kind -> schema.put("x-kubernetes-map-type", lower(kind)));
    merge.patchMergeKey().ifPresent(key -> schema.put("x-kubernetes-patch-merge-key", key));
    List<String> strategies = new ArrayList<>();
    for (Field.PatchStrategy strategy : Field.PatchStrategy.values()) {
      if (merge.strategies().contains(strategy)) {
        strategies.add(
            strategy == Field.PatchStrategy.RETAIN_KEYS ? "retainKeys" : lower(strategy));
      }
    }
    if (!strategies.isEmpty()) {
      schema.put("x-kubernetes-patch-strategy", String.join(",", strategies));
    }
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

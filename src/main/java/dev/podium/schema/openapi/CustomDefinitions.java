package dev.podium.schema.openapi;

import dev.podium.object.GroupVersion;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Schemas;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The definitions of custom resources: their schemas as their authors wrote them, with what every
/// object of the API has.
///
/// Upstream: apiextensions-apiserver's pkg/controller/openapi/builder/builder.go and
/// v2/conversion.go.
public final class CustomDefinitions implements DefinitionSource {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

  /// A kind whose fields are described in the usual words.
  private static final String USUAL = "io.k8s.api.core.v1.Secret";

  /// What v2 cannot say, so that clients which check by it would refuse too much.
  private static final Set<String> NOT_IN_V2 =
      Set.of("allOf", "anyOf", "oneOf", "not", "default", "nullable");

  /// One version of a custom resource.
  ///
  /// @param name of the definition, such as `com.example.v1.Widget`
  /// @param schema an `openAPIV3Schema`
  public record Custom(
      String name, GroupVersionKind kind, String listKind, String plural, JsonObject schema) {
    public String listName() {
      return name + "List";
    }
  }

  private final Map<String, Custom> objects = new TreeMap<>();
  private final Map<String, Custom> lists = new TreeMap<>();

  public CustomDefinitions(Collection<Custom> all) {
    for (Custom custom : all) {
      objects.put(custom.name(), custom);
      lists.put(custom.listName(), custom);
    }
  }

  @Override
  public String fingerprint(GroupVersion groupVersion) {
    StringBuilder text = new StringBuilder();
    for (Custom custom : objects.values()) {
      if (custom.kind().groupVersion().equals(groupVersion)) {
        text.append(custom.schema());
      }
    }
    return text.toString();
  }

  @Override
  public Optional<JsonObject> definition(String name, Dialect dialect) {
    return Optional.ofNullable(objects.get(name))
        .map(custom -> object(custom, dialect))
        .or(() -> Optional.ofNullable(lists.get(name)).map(custom -> list(custom, dialect)));
  }

  private static JsonObject object(Custom custom, Dialect dialect) {
    JsonObject schema = custom.schema();
    List<JsonObject> kinds = List.of(TypeDefinitions.json(custom.kind()));
    if (schema.isEmpty()
        || (dialect == Dialect.V2 && schema.bool("x-kubernetes-preserve-unknown-fields"))) {
      return JsonObject.of("type", "object", "x-kubernetes-group-version-kind", kinds);
    }
    JsonObject shown = resource(inDialect(schema, dialect), "ObjectMeta", dialect);
    return shown.with("x-kubernetes-group-version-kind", kinds);
  }

  private static JsonObject list(Custom custom, Dialect dialect) {
    JsonObject items =
        JsonObject.of(
            "description",
            "List of "
                + custom.plural()
                + ". More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md",
            "type",
            "array",
            "items",
            dialect.ref(custom.name()));
    JsonObject list =
        JsonObject.of(
            "description",
            custom.listKind() + " is a list of " + custom.kind().kind(),
            "type",
            "object",
            "required",
            List.of("items"),
            "properties",
            JsonObject.of("items", items));
    GroupVersionKind kind = custom.kind().groupVersion().kind(custom.listKind());
    return resource(list, "ListMeta", dialect)
        .with("x-kubernetes-group-version-kind", List.of(TypeDefinitions.json(kind)));
  }

  /// A schema with the fields that all objects, or all lists, have.
  private static JsonObject resource(JsonObject schema, String metadata, Dialect dialect) {
    ObjectType described =
        Schemas.builtIn()
            .definition(metadata.equals("ListMeta") ? USUAL + "List" : USUAL)
            .orElseThrow();
    Map<String, Object> properties = new TreeMap<>();
    schema.object("properties").forEach(properties::put);
    for (String field : List.of("apiVersion", "kind")) {
      properties.put(
          field, JsonObject.of("description", description(described, field), "type", "string"));
    }
    JsonObject ref = dialect.ref(META + metadata);
    JsonObject words = JsonObject.of("description", description(described, "metadata"));
    properties.put(
        "metadata",
        dialect == Dialect.V2
            ? words.with("$ref", Objects.requireNonNull(ref.get("$ref")))
            : words.with("allOf", List.of(ref)).with("default", JsonObject.EMPTY));
    return schema.with("properties", JsonObject.of(properties));
  }

  private static String description(ObjectType type, String field) {
    return type.field(field).orElseThrow().description();
  }

  /// A schema and all below it, with the fields of embedded resources, and without what its dialect
  /// does not have.
  private static JsonObject inDialect(JsonObject schema, Dialect dialect) {
    JsonObject shown = schema;
    if (dialect == Dialect.V2) {
      shown = withoutWhatV2Lacks(schema);
    }
    if (shown.has("properties")) {
      Map<String, Object> properties = new TreeMap<>();
      shown
          .object("properties")
          .forEach((name, value) ->
              properties.put(
                  name, value instanceof JsonObject below ? embedded(below, dialect) : value));
      shown = shown.with("properties", JsonObject.of(properties));
    }
    for (String field : List.of("items", "additionalProperties")) {
      Optional<JsonObject> below = shown.findObject(field);
      if (below.isPresent()) {
        shown = shown.with(field, embedded(below.get(), dialect));
      }
    }
    return shown;
  }

  private static JsonObject embedded(JsonObject schema, Dialect dialect) {
    JsonObject shown = inDialect(schema, dialect);
    boolean resource = shown.bool("x-kubernetes-embedded-resource");
    return resource ? resource(shown, "ObjectMeta", dialect) : shown;
  }

  private static JsonObject withoutWhatV2Lacks(JsonObject schema) {
    JsonObject shown = schema;
    boolean anything =
        schema.bool("nullable") || schema.bool("x-kubernetes-preserve-unknown-fields");
    for (String field : schema.keys()) {
      boolean structure =
          switch (field) {
            case "items", "properties", "additionalProperties" -> anything;
            case "type" -> schema.bool("nullable");
            default -> NOT_IN_V2.contains(field);
          };
      shown = structure ? shown.without(field) : shown;
    }
    return schema.bool("nullable") ? shown.without("required") : shown;
  }
}

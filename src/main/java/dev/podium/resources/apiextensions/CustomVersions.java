package dev.podium.resources.apiextensions;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersion;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.schema.structural.Defaulting;
import dev.podium.schema.structural.Pruning;
import dev.podium.schema.structural.StructuralSchema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/// The schemas of all versions of a custom kind, and the ways between them.
///
/// What is read from the store has the form that the schema of its version has now, whatever it was
/// when it was written. Upstream: crdConversionRESTOptionsGetter and schemaCoercingConverter in
/// apiextensions-apiserver's pkg/apiserver/customresource_handler.go.
final class CustomVersions {
  /// Makes an object of another version, given its `apiVersion`.
  @FunctionalInterface
  interface Conversion extends BiFunction<ApiObject, String, ApiObject> {
    /// Nothing but the version differs.
    Conversion NONE = (object, apiVersion) -> object.with("apiVersion", apiVersion);
  }

  private final Map<String, StructuralSchema> schemas = new LinkedHashMap<>();
  private final GroupVersionKind storage;
  private final Conversion conversion;
  private final long since;

  /// @param since the revision up to which objects may have been stored by other schemas
  CustomVersions(ApiObject definition, Conversion conversion, long since) {
    this.conversion = conversion;
    this.since = since;
    String group = definition.spec().string("group");
    String kind = definition.spec().string("names", "kind");
    GroupVersionKind stored = new GroupVersion(group, "").kind(kind);
    for (JsonObject version : definition.spec().objects("versions")) {
      GroupVersion groupVersion = new GroupVersion(group, version.string("name"));
      schemas.put(
          groupVersion.toString(),
          StructuralSchema.of(version.object("schema", "openAPIV3Schema")));
      stored = version.bool("storage") ? groupVersion.kind(kind) : stored;
    }
    this.storage = stored;
  }

  GroupVersionKind storage() {
    return storage;
  }

  StructuralSchema schema(String apiVersion) {
    return schemas.getOrDefault(apiVersion, StructuralSchema.EMPTY);
  }

  ApiObject toStorage(ApiObject object) {
    ApiObject converted = convert(object, storage.apiVersion());
    return converted == object ? object : inForm(converted);
  }

  ApiObject fromStorage(ApiObject stored, String apiVersion) {
    return convert(isOlder(stored) ? inForm(stored) : stored, apiVersion);
  }

  private boolean isOlder(ApiObject stored) {
    String version = stored.resourceVersion();
    return since > 0 && !version.isEmpty() && Long.parseLong(version) <= since;
  }

  private ApiObject convert(ApiObject object, String apiVersion) {
    if (object.apiVersion().equals(apiVersion)) {
      return object;
    }
    ApiObject converted = conversion.apply(object, apiVersion);
    return changed(converted, Pruning.of(schema(apiVersion), converted.root()).object());
  }

  private ApiObject inForm(ApiObject object) {
    StructuralSchema schema = schema(object.apiVersion());
    return changed(object, Defaulting.of(schema, Pruning.of(schema, object.root()).object()));
  }

  private static ApiObject changed(ApiObject object, JsonObject root) {
    return root == object.root() ? object : ApiObject.of(root);
  }
}

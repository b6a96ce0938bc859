package dev.podium.schema;

import java.util.Optional;

/// JSON that the schema says nothing about: nothing in it is an unknown field.
public enum FreeForm implements SchemaType {
  /// Any JSON value, in a custom resource where unknown fields are kept.
  ANY,
  /// A whole API object of whatever kind.
  RAW_EXTENSION("io.k8s.apimachinery.pkg.runtime.RawExtension"),
  /// The fields that a manager owns.
  FIELDS_V1("io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1"),
  /// The body of a PATCH.
  PATCH("io.k8s.apimachinery.pkg.apis.meta.v1.Patch"),
  /// A default, an example or an enumerated value in a custom resource's schema.
  JSON("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON"),
  SCHEMA_OR_ARRAY(
      "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray"),
  SCHEMA_OR_BOOL("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool"),
  SCHEMA_OR_STRINGS(
      "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray");

  private final Optional<String> definition;

  FreeForm() {
    this.definition = Optional.empty();
  }

  FreeForm(String definition) {
    this.definition = Optional.of(definition);
  }

  /// The name of its own OpenAPI definition, if it has one.
  public Optional<String> definition() {
    return definition;
  }
}

package dev.podium.schema.protobuf;

import dev.podium.schema.ObjectType;
import dev.podium.schema.Schemas;

/// The type that the unions in a custom resource's schema are of, besides simple ones.
final class SchemaUnions {
  private static final String NAME =
      "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps";

  private SchemaUnions() {}

  static ObjectType schema() {
    return Schemas.builtIn().definition(NAME).orElseThrow();
  }
}

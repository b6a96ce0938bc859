package dev.podium.schema;

import java.util.Optional;

/// A value without parts.
///
/// Some have a definition of their own in OpenAPI documents, because Go has a type for them that
/// marshals itself.
public enum Scalar implements SchemaType {
  STRING("string"),
  /// Bytes, in base64.
  BYTES("[]uint8"),
  BOOLEAN("bool"),
  INT32("int32"),
  INT64("int64"),
  DOUBLE("float64"),
  /// `100m`, `1Gi`, or a number.
  QUANTITY("resource.Quantity", "io.k8s.apimachinery.pkg.api.resource.Quantity"),
  /// RFC 3339 to the second.
  TIME("v1.Time", "io.k8s.apimachinery.pkg.apis.meta.v1.Time"),
  /// RFC 3339 to the microsecond.
  MICRO_TIME("v1.MicroTime", "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime"),
  /// Go's notation, such as `1h30m`.
  DURATION("v1.Duration"),
  /// A number, or a string such as a port's name or a percentage.
  INT_OR_STRING("intstr.IntOrString", "io.k8s.apimachinery.pkg.util.intstr.IntOrString");

  private final String goType;
  private final Optional<String> definition;

  Scalar(String goType) {
    this.goType = goType;
    this.definition = Optional.empty();
  }

  Scalar(String goType, String definition) {
    this.goType = goType;
    this.definition = Optional.of(definition);
  }

  /// What Go calls it in the errors of its decoder: `json: cannot unmarshal string into Go struct
  /// field DeploymentSpec.spec.replicas of type int32`.
  public String goType() {
    return goType;
  }

  /// The name of its own OpenAPI definition, if it has one.
  public Optional<String> definition() {
    return definition;
  }
}

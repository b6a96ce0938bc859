package dev.podium.cel;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.podium.object.IpAddress;
import dev.podium.object.Quantity;
import java.net.URI;
import java.util.Optional;

/// The types that Kubernetes' libraries add.
final class KubernetesTypes {
  static final CelType QUANTITY = OpaqueType.create("kubernetes.Quantity");
  static final CelType SEMVER = OpaqueType.create("kubernetes.Semver");
  static final CelType URL = OpaqueType.create("kubernetes.URL");
  static final CelType IP = OpaqueType.create("net.IP");
  static final CelType CIDR = OpaqueType.create("net.CIDR");
  static final CelType FORMAT = OpaqueType.create("kubernetes.NamedFormat");
  static final CelType AUTHORIZER = OpaqueType.create("kubernetes.authorization.Authorizer");
  static final CelType PATH_CHECK = OpaqueType.create("kubernetes.authorization.PathCheck");
  static final CelType GROUP_CHECK = OpaqueType.create("kubernetes.authorization.GroupCheck");
  static final CelType RESOURCE_CHECK = OpaqueType.create("kubernetes.authorization.ResourceCheck");
  static final CelType DECISION = OpaqueType.create("kubernetes.authorization.Decision");

  private KubernetesTypes() {}

  /// A type that expressions may name.
  static Optional<CelType> named(String name) {
    return switch (name) {
      case "google.protobuf.Timestamp" -> Optional.of(SimpleType.TIMESTAMP);
      case "google.protobuf.Duration" -> Optional.of(SimpleType.DURATION);
      default ->
          javaClass(name).equals(Object.class)
              ? Optional.empty()
              : Optional.of(OpaqueType.create(name));
    };
  }

  /// Whether Kubernetes adds a type.
  static boolean isOne(CelType type) {
    return type.kind() == CelKind.OPAQUE && !javaClass(type.name()).equals(Object.class);
  }

  /// What values of a type are at run time.
  static Class<?> javaClass(String name) {
    return switch (name) {
      case "kubernetes.Quantity" -> Quantity.class;
      case "kubernetes.Semver" -> Semver.class;
      case "kubernetes.URL" -> URI.class;
      case "net.IP" -> IpAddress.class;
      case "net.CIDR" -> AddressRange.class;
      case "kubernetes.NamedFormat" -> NamedFormat.class;
      case "kubernetes.authorization.Authorizer" -> AuthorizerValues.Authorizer.class;
      case "kubernetes.authorization.PathCheck" -> AuthorizerValues.PathCheck.class;
      case "kubernetes.authorization.GroupCheck" -> AuthorizerValues.GroupCheck.class;
      case "kubernetes.authorization.ResourceCheck" -> AuthorizerValues.ResourceCheck.class;
      case "kubernetes.authorization.Decision" -> AccessCheck.Decision.class;
      default -> Object.class;
    };
  }
}

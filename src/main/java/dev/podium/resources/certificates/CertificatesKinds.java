package dev.podium.resources.certificates;

import dev.podium.registry.ResourceDefinition;
import java.util.List;

/// The kinds of certificates.k8s.io/v1.
public final class CertificatesKinds {
  private CertificatesKinds() {}

  public static List<ResourceDefinition> all() {
    return List.of(CertificateSigningRequests.definition());
  }
}

package dev.podium.controllers.certificates;

import dev.podium.auth.pki.AskedCertificate;
import dev.podium.auth.pki.AskedCertificate.Alternative;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Who signs what in a cluster by itself.
///
/// Upstream: pkg/controller/certificates/signer/signer.go and pkg/apis/certificates/helpers.go.
enum KnownSigner {
  CLIENT("kubernetes.io/kube-apiserver-client"),
  KUBELET_CLIENT("kubernetes.io/kube-apiserver-client-kubelet"),
  KUBELET_SERVING("kubernetes.io/kubelet-serving");

  private static final String CLIENT_AUTH = "client auth";
  private static final String SERVER_AUTH = "server auth";
  private static final Set<String> OPTIONAL_USAGES =
      Set.of("digital signature", "key encipherment");

  private final String signerName;

  KnownSigner(String signerName) {
    this.signerName = signerName;
  }

  static Optional<KnownSigner> of(String signerName) {
    return Set.of(values()).stream().filter(s -> s.signerName.equals(signerName)).findFirst();
  }

  /// Why it does not sign a request that was approved.
  Optional<String> fault(AskedCertificate asked, List<String> usages) {
    return switch (this) {
      case CLIENT -> clientFault(usages);
      case KUBELET_CLIENT ->
          nodeFault(asked)
              .or(() -> forbidden(asked, List.of(Alternative.values())))
              .or(() -> nameFault(asked))
              .or(() -> usageFault(usages, CLIENT_AUTH));
      case KUBELET_SERVING ->
          nodeFault(asked)
              .or(() -> addressFault(asked))
              .or(() -> forbidden(asked, List.of(Alternative.EMAIL, Alternative.URI)))
              .or(() -> usageFault(usages, SERVER_AUTH))
              .or(() -> nameFault(asked));
    };
  }

  private static Optional<String> clientFault(List<String> usages) {
    Optional<String> odd =
        usages.stream()
            .filter(usage -> !usage.equals(CLIENT_AUTH) && !OPTIONAL_USAGES.contains(usage))
            .findFirst();
    if (odd.isPresent()) {
      return odd.map(usage -> "invalid usage for client certificate: " + usage);
    }
    return unless(
        usages.contains(CLIENT_AUTH),
        "missing required usage for client certificate: " + CLIENT_AUTH);
  }

  private static Optional<String> unless(boolean fine, String fault) {
    return fine ? Optional.empty() : Optional.of(fault);
  }

  private static Optional<String> nodeFault(AskedCertificate asked) {
    return unless(
        asked.organizations().equals(List.of("system:nodes")),
        "subject organization is not system:nodes");
  }

  private static Optional<String> nameFault(AskedCertificate asked) {
    return unless(
        asked.commonName().startsWith("system:node:"),
        "subject common name does not begin with system:node:");
  }

  private static Optional<String> addressFault(AskedCertificate asked) {
    return unless(
        asked.alternatives().contains(Alternative.DNS)
            || asked.alternatives().contains(Alternative.IP),
        "DNS or IP subjectAltName is required");
  }

  private static Optional<String> forbidden(AskedCertificate asked, List<Alternative> kinds) {
    return kinds.stream()
        .filter(asked.alternatives()::contains)
        .map(kind -> word(kind) + " subjectAltNames are not allowed")
        .findFirst();
  }

  private static String word(Alternative kind) {
    return kind == Alternative.EMAIL ? "Email" : kind.name();
  }

  /// Keys that are not RSA's encipher nothing.
  private static Optional<String> usageFault(List<String> usages, String purpose) {
    Set<String> wanted = new TreeSet<>(Set.of("digital signature", "key encipherment", purpose));
    Set<String> given = new TreeSet<>(usages);
    boolean fine =
        given.equals(wanted) || given.equals(new TreeSet<>(Set.of("digital signature", purpose)));
    return unless(fine, "usages did not match [" + String.join(" ", wanted) + "]");
  }
}

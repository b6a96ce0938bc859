package dev.podium.controllers.certificates;

import dev.podium.auth.pki.CertificateAuthority;
import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Signs approved requests for certificates of the API server's clients.
///
/// Upstream: pkg/controller/certificates/signer/signer.go. The signers of the kubelets have nobody
/// to serve here: simulated kubelets have no certificates.
public final class CertificateSigning implements Reconciler {
  private static final String CLIENT_SIGNER = "kubernetes.io/kube-apiserver-client";
  private static final String CLIENT_AUTH = "client auth";
  private static final Set<String> OPTIONAL_USAGES =
      Set.of("digital signature", "key encipherment");

  /// What upstream's --cluster-signing-duration is unless told otherwise.
  private static final Duration LONGEST = Duration.ofDays(365);

  private static final Duration SHORTEST = Duration.ofMinutes(10);

  private final ApiClient client;
  private final Informer requests;
  private final InstantSource clock;
  private final Supplier<CertificateAuthority> authority;

  private CertificateSigning(
      ApiClient client,
      Informer requests,
      InstantSource clock,
      Supplier<CertificateAuthority> authority) {
    this.client = client;
    this.requests = requests;
    this.clock = clock;
    this.authority = authority;
  }

  public static void register(
      ControlLoops loops,
      ApiClient client,
      InstantSource clock,
      Supplier<CertificateAuthority> authority) {
    Informer requests = loops.informer(Kinds.CERTIFICATE_SIGNING_REQUEST);
    loops
        .controller(
            "certificatesigningrequest-signing",
            new CertificateSigning(
                client.asController("certificate-controller"), requests, clock, authority))
        .on(requests);
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> request = requests.find(key).filter(CertificateSigning::waits);
    if (request.isPresent()) {
      JsonObject spec = request.get().spec();
      Optional<String> fault = usageFault(spec.strings("usages"));
      client.updateStatus(
          Kinds.CERTIFICATE_SIGNING_REQUEST,
          "",
          key.name(),
          current -> fault.map(f -> failed(current, f)).orElseGet(() -> signed(current)));
    }
    return Outcome.DONE;
  }

  static boolean waits(ApiObject request) {
    return request.spec().string("signerName").equals(CLIENT_SIGNER)
        && request.status().string("certificate").isEmpty()
        && has(request, "Approved")
        && !has(request, "Denied")
        && !has(request, "Failed");
  }

  private static boolean has(ApiObject request, String condition) {
    return request.status().objects("conditions").stream()
        .anyMatch(c -> c.string("type").equals(condition));
  }

  /// Why a client may not have a certificate for these usages.
  static Optional<String> usageFault(List<String> usages) {
    Optional<String> odd =
        usages.stream()
            .filter(usage -> !usage.equals(CLIENT_AUTH) && !OPTIONAL_USAGES.contains(usage))
            .findFirst();
    if (odd.isPresent()) {
      return odd.map(usage -> "invalid usage for client certificate: " + usage);
    }
    return usages.contains(CLIENT_AUTH)
        ? Optional.empty()
        : Optional.of("missing required usage for client certificate: " + CLIENT_AUTH);
  }

  /// How long a certificate is valid: as asked for, within bounds.
  static Duration validity(JsonObject spec) {
    if (!spec.has("expirationSeconds")) {
      return LONGEST;
    }
    Duration asked = Duration.ofSeconds(spec.integer("expirationSeconds"));
    if (asked.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }

  private ApiObject signed(ApiObject request) {
    try {
      String pem =
          new String(
              Base64.getDecoder().decode(request.spec().string("request")),
              StandardCharsets.US_ASCII);
      String certificate = authority.get().answer(pem, validity(request.spec()));
      String encoded =
          Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.US_ASCII));
      return request.editStatus(status -> status.set("certificate", encoded));
    } catch (GeneralSecurityException e) {
      return failed(request, "unable to sign: " + e.getMessage());
    }
  }

  private ApiObject failed(ApiObject request, String message) {
    List<JsonObject> conditions = new ArrayList<>(request.status().objects("conditions"));
    conditions.add(
        JsonObject.of(
            "type",
            "Failed",
            "status",
            "True",
            "reason",
            "SignerValidationFailure",
            "message",
            message,
            "lastUpdateTime",
            Timestamps.format(clock.instant())));
    return request.editStatus(status -> status.set("conditions", conditions));
  }
}

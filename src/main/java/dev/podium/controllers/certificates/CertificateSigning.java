package dev.podium.controllers.certificates;

import dev.podium.auth.pki.AskedCertificate;
import dev.podium.auth.pki.CertificateAuthority;
import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/// Signs approved requests for certificates, as far as a [KnownSigner] is asked.
///
/// Upstream: pkg/controller/certificates/signer/signer.go.
public final class CertificateSigning implements Reconciler {
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
    Optional<KnownSigner> signer =
        request.flatMap(found -> KnownSigner.of(found.spec().string("signerName")));
    if (request.isPresent() && signer.isPresent()) {
      JsonObject spec = request.get().spec();
      Optional<String> fault =
          AskedCertificate.of(spec.string("request"))
              .map(asked -> signer.get().fault(asked, spec.strings("usages")))
              .orElse(Optional.of("no request for a certificate"));
      client.updateStatus(
          Kinds.CERTIFICATE_SIGNING_REQUEST,
          "",
          key.name(),
          current -> fault.map(f -> failed(current, f)).orElseGet(() -> signed(current)));
    }
    return Outcome.DONE;
  }

  private static boolean waits(ApiObject request) {
    return !Requests.isIssued(request)
        && Requests.has(request, Requests.APPROVED)
        && !Requests.has(request, Requests.DENIED)
        && !Requests.has(request, Requests.FAILED);
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
      String certificate =
          authority.get().answer(pem, request.spec().strings("usages"), validity(request.spec()));
      String encoded =
          Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.US_ASCII));
      return request.editStatus(status -> status.set("certificate", encoded));
    } catch (GeneralSecurityException e) {
      return failed(request, "unable to sign: " + e.getMessage());
    }
  }

  private ApiObject failed(ApiObject request, String message) {
    return Requests.with(
        request, Requests.FAILED, "SignerValidationFailure", message, clock.instant());
  }
}

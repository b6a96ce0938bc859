package dev.podium.controllers.certificates;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.registry.DeleteOptions;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Deletes requests for certificates that nobody needs any more, each when it is time; upstream
/// looks once an hour.
///
/// Upstream: pkg/controller/certificates/cleaner/cleaner.go.
public final class RequestCleaning implements Reconciler {
  /// For those that were signed, denied or failed.
  private static final Duration DECIDED = Duration.ofHours(1);

  private static final Duration PENDING = Duration.ofHours(24);

  private final ApiClient client;
  private final Informer requests;
  private final InstantSource clock;

  private RequestCleaning(ApiClient client, Informer requests, InstantSource clock) {
    this.client = client;
    this.requests = requests;
    this.clock = clock;
  }

  public static void register(ControlLoops loops, ApiClient client, InstantSource clock) {
    Informer requests = loops.informer(Kinds.CERTIFICATE_SIGNING_REQUEST);
    loops
        .controller(
            "certificatesigningrequest-cleaner",
            new RequestCleaning(client.asController("certificate-controller"), requests, clock))
        .on(requests);
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> request = requests.find(key);
    Optional<Instant> end = request.flatMap(RequestCleaning::end);
    if (end.isEmpty()) {
      return Outcome.DONE;
    }
    Duration left = Duration.between(clock.instant(), end.get());
    if (!left.isNegative()) {
      // Older than its time, to the second.
      return Outcome.after(left.plusSeconds(1));
    }
    ApiClient.unlessGone(() ->
        client.delete(
            Kinds.CERTIFICATE_SIGNING_REQUEST,
            "",
            key.name(),
            DeleteOptions.NONE.onlyUid(request.orElseThrow().uid())));
    return Outcome.DONE;
  }

  /// When a request has been there long enough; nothing where it waits for a signer.
  static Optional<Instant> end(ApiObject request) {
    if (request.status().objects("conditions").isEmpty()) {
      return request
          .metadata()
          .findString("creationTimestamp")
          .map(created -> Timestamps.parse(created).plus(PENDING));
    }
    List<Instant> ends = new ArrayList<>();
    updated(request, Requests.DENIED).ifPresent(time -> ends.add(time.plus(DECIDED)));
    updated(request, Requests.FAILED).ifPresent(time -> ends.add(time.plus(DECIDED)));
    if (Requests.has(request, Requests.APPROVED) && Requests.isIssued(request)) {
      updated(request, Requests.APPROVED).ifPresent(time -> ends.add(time.plus(DECIDED)));
      expiry(request.status().string("certificate")).ifPresent(ends::add);
    }
    return ends.stream().min(Instant::compareTo);
  }

  private static Optional<Instant> updated(ApiObject request, String type) {
    return Requests.find(request, type)
        .map((JsonObject condition) -> condition.string("lastUpdateTime"))
        .filter(time -> !time.isEmpty())
        .map(Timestamps::parse);
  }

  /// When the first of the certificates expires that a signer answered with.
  private static Optional<Instant> expiry(String base64) {
    try {
      var pem = new ByteArrayInputStream(Base64.getDecoder().decode(base64));
      return CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
          .map(X509Certificate.class::cast)
          .map(certificate -> certificate.getNotAfter().toInstant())
          .findFirst();
    } catch (CertificateException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}

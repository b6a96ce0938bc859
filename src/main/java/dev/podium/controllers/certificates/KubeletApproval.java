package dev.podium.controllers.certificates;

import dev.podium.auth.pki.AskedCertificate;
import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Approves what kubelets ask for to be let in by, where whoever asks may have that.
///
/// Upstream: pkg/controller/certificates/approver/sarapprove.go.
public final class KubeletApproval implements Reconciler {
  private static final GroupVersionKind REVIEW =
      GroupVersionKind.of("authorization.k8s.io/v1", "SubjectAccessReview");

  private final ApiClient client;
  private final Informer requests;
  private final InstantSource clock;

  /// What a request may be, in the order in which that is tried.
  ///
  /// @param subresource on which the right to it is given
  private record Recognized(String subresource, String message) {
    static final Recognized OWN =
        new Recognized(
            "selfnodeclient",
            "Auto approving self kubelet client certificate after SubjectAccessReview.");
    static final Recognized ANY =
        new Recognized(
            "nodeclient", "Auto approving kubelet client certificate after SubjectAccessReview.");
  }

  private KubeletApproval(ApiClient client, Informer requests, InstantSource clock) {
    this.client = client;
    this.requests = requests;
    this.clock = clock;
  }

  public static void register(ControlLoops loops, ApiClient client, InstantSource clock) {
    Informer requests = loops.informer(Kinds.CERTIFICATE_SIGNING_REQUEST);
    loops
        .controller(
            "certificatesigningrequest-approving",
            new KubeletApproval(client.asController("certificate-controller"), requests, clock))
        .on(requests);
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> request = requests.find(key).filter(KubeletApproval::isUndecided);
    List<Recognized> recognized = request.map(KubeletApproval::recognize).orElse(List.of());
    if (recognized.isEmpty()) {
      return Outcome.DONE;
    }
    Recognized granted =
        recognized.stream()
            .filter(what -> isGranted(request.orElseThrow().spec(), what))
            .findFirst()
            .orElseThrow(() -> refusal(key, recognized));
    client.updateSubresource(
        Kinds.CERTIFICATE_SIGNING_REQUEST,
        "approval",
        "",
        key.name(),
        current ->
            isUndecided(current)
                ? Requests.with(
                    current, Requests.APPROVED, "AutoApproved", granted.message(), clock.instant())
                : current);
    return Outcome.DONE;
  }

  private static boolean isUndecided(ApiObject request) {
    return !Requests.isIssued(request)
        && !Requests.has(request, Requests.APPROVED)
        && !Requests.has(request, Requests.DENIED);
  }

  private static List<Recognized> recognize(ApiObject request) {
    JsonObject spec = request.spec();
    Optional<AskedCertificate> asked =
        KnownSigner.of(spec.string("signerName"))
            .filter(KnownSigner.KUBELET_CLIENT::equals)
            .stream()
            .flatMap(_ -> AskedCertificate.of(spec.string("request")).stream())
            .filter(certificate ->
                KnownSigner.KUBELET_CLIENT.fault(certificate, spec.strings("usages")).isEmpty())
            .findFirst();
    List<Recognized> recognized = new ArrayList<>();
    asked.ifPresent(certificate -> {
      if (certificate.commonName().equals(spec.string("username"))) {
        recognized.add(Recognized.OWN);
      }
      recognized.add(Recognized.ANY);
    });
    return recognized;
  }

  private boolean isGranted(JsonObject asker, Recognized what) {
    JsonObject attributes =
        JsonObject.of(
            "group",
            "certificates.k8s.io",
            "resource",
            "certificatesigningrequests",
            "verb",
            "create",
            "subresource",
            what.subresource(),
            "version",
            "*");
    JsonObject spec =
        JsonObject.of(
            "user",
            asker.string("username"),
            "uid",
            asker.string("uid"),
            "groups",
            asker.strings("groups"),
            "extra",
            asker.object("extra"),
            "resourceAttributes",
            attributes);
    return client
        .review(ApiObject.named(REVIEW, "", "").with("spec", spec))
        .status()
        .bool("allowed");
  }

  /// It may be granted later, so the loop comes back to it.
  private static ApiException refusal(Key key, List<Recognized> tried) {
    return ApiException.of(
        403,
        "Forbidden",
        "recognized csr \"%s\" as %s but subject access review was not approved"
            .formatted(key.name(), tried.stream().map(Recognized::subresource).toList()));
  }
}

package dev.podium.admission;

import dev.podium.admission.AdmissionRequest.Operation;
import dev.podium.auth.Attributes;
import dev.podium.auth.Authorizer;
import dev.podium.object.ApiObject;
import dev.podium.object.GoText;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonObject;
import java.util.List;
import java.util.Optional;

/// Who approves or signs a request for a certificate must be allowed to for its signer.
///
/// Upstream: plugin/pkg/admission/certificates/{approval,signing}/admission.go, and
/// IsAuthorizedForSignerName in pkg/apis/certificates's authorization.go.
public final class CertificateRights implements AdmissionStep {
  static final GroupResource REQUESTS =
      new GroupResource("certificates.k8s.io", "certificatesigningrequests");
  private static final GroupResource SIGNERS = new GroupResource("certificates.k8s.io", "signers");

  private final Authorizer authorizer;
  private final String name;
  private final String subresource;
  private final String verb;

  private CertificateRights(Authorizer authorizer, String name, String subresource, String verb) {
    this.authorizer = authorizer;
    this.name = name;
    this.subresource = subresource;
    this.verb = verb;
  }

  public static CertificateRights approval(Authorizer authorizer) {
    return new CertificateRights(authorizer, "CertificateApproval", "approval", "approve");
  }

  public static CertificateRights signing(Authorizer authorizer) {
    return new CertificateRights(authorizer, "CertificateSigning", "status", "sign");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void validate(AdmissionRequest request) {
    if (request.operation() != Operation.UPDATE
        || !request.resource().equals(REQUESTS)
        || !request.subresource().equals(subresource)
        || request.object().isEmpty()
        || request.old().isEmpty()) {
      return;
    }
    if (verb.equals("sign") && !signs(request.object().get(), request.old().get())) {
      return;
    }
    String signer = request.old().get().spec().string("signerName");
    if (!isAllowed(request, signer)) {
      throw Refusal.of(
          request,
          "user not permitted to %s requests with signerName %s"
              .formatted(verb, GoText.quote(signer)));
    }
  }

  /// Other changes of the status are not the signer's alone.
  private static boolean signs(ApiObject object, ApiObject old) {
    return !object.status().string("certificate").equals(old.status().string("certificate"))
        || !failure(object).equals(failure(old));
  }

  private static Optional<JsonObject> failure(ApiObject request) {
    return request.status().objects("conditions").stream()
        .filter(condition -> condition.string("type").equals("Failed"))
        .findFirst();
  }

  private boolean isAllowed(AdmissionRequest request, String signer) {
    String domain = signer.substring(0, Math.max(signer.indexOf('/'), 0));
    return List.of(signer, domain + "/*").stream()
        .anyMatch(asked ->
            authorizer
                .authorize(Attributes.resource(request.user(), verb, SIGNERS, "", asked))
                .allowed());
  }
}

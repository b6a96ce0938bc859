package dev.podium.admission;

import dev.podium.admission.AdmissionRequest.Operation;
import dev.podium.auth.UserInfo;
import dev.podium.auth.pki.AskedCertificate;
import dev.podium.object.ApiObject;

/// Nobody gets a client certificate that makes a cluster administrator of its holder.
///
/// Upstream: plugin/pkg/admission/certificates/subjectrestriction/admission.go.
final class CertificateSubjectRestriction implements AdmissionStep {
  private static final String CLIENT_SIGNER = "kubernetes.io/kube-apiserver-client";

  @Override
  public String name() {
    return "CertificateSubjectRestriction";
  }

  @Override
  public void validate(AdmissionRequest request) {
    if (request.operation() != Operation.CREATE
        || !request.resource().equals(CertificateRights.REQUESTS)
        || !request.subresource().isEmpty()) {
      return;
    }
    ApiObject object = request.object().orElseThrow();
    if (object.spec().string("signerName").equals(CLIENT_SIGNER)
        && AskedCertificate.of(object.spec().string("request"))
            .filter(asked -> asked.organizations().contains(UserInfo.MASTERS))
            .isPresent()) {
      throw Refusal.of(
          request,
          "use of %s signer with %s group is not allowed"
              .formatted(CLIENT_SIGNER, UserInfo.MASTERS));
    }
  }
}

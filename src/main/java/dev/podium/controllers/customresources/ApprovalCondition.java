package dev.podium.controllers.customresources;

import dev.podium.object.ApiObject;
import dev.podium.object.GoText;
import dev.podium.object.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Whether a definition in a group of the Kubernetes project was approved by it.
///
/// Upstream: apiextensions-apiserver's pkg/controller/apiapproval.
final class ApprovalCondition {
  private static final String TYPE = "KubernetesAPIApprovalPolicyConformant";
  private static final String ANNOTATION = "api-approved.kubernetes.io";

  private ApprovalCondition() {}

  /// Nothing for groups that are anybody's.
  static Optional<JsonObject> of(ApiObject definition) {
    String group = "." + definition.spec().string("group");
    if (!group.endsWith(".k8s.io") && !group.endsWith(".kubernetes.io")) {
      return Optional.empty();
    }
    String approval = definition.annotation(ANNOTATION).orElse("");
    String required = "protected groups must have approval annotation " + GoText.quote(ANNOTATION);
    String see = ", see https://github.com/kubernetes/enhancements/pull/1111";
    if (approval.isEmpty()) {
      return Optional.of(Conditions.of(TYPE, false, "MissingAnnotation", required + see));
    }
    if (approval.startsWith("unapproved")) {
      return Optional.of(
          Conditions.of(
              TYPE, false, "UnapprovedAnnotation", "not approved: " + GoText.quote(approval)));
    }
    return Optional.of(
        isUrl(approval)
            ? Conditions.of(TYPE, true, "ApprovedAnnotation", "approved in " + approval)
            : Conditions.of(
                TYPE,
                false,
                "InvalidAnnotation",
                required + " with either a URL or a reason starting with \"unapproved\"" + see));
  }

  private static boolean isUrl(String text) {
    try {
      URI url = new URI(text);
      return url.getHost() != null && url.getScheme() != null;
    } catch (URISyntaxException _) {
      return false;
    }
  }
}

package dev.podium.resources.apiextensions;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GoText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/// Groups that belong to the Kubernetes project are not anybody's.
///
/// Upstream: validateAPIApproval and apihelpers.GetAPIApprovalState.
final class ApprovalChecks {
  private static final String ANNOTATION = "api-approved.kubernetes.io";
  private static final FieldPath PATH = FieldPath.of("metadata", "annotations").key(ANNOTATION);
  private static final String SEE = ", see https://github.com/kubernetes/enhancements/pull/1111";

  private enum State {
    GIVEN,
    MISSING,
    INVALID
  }

  private ApprovalChecks() {}

  static void onCreate(ApiObject definition, List<FieldError> errors) {
    if (isProtected(definition.spec().string("group"))) {
      refuse(definition, errors);
    }
  }

  /// What was let through once stays.
  static void onUpdate(ApiObject definition, ApiObject old, List<FieldError> errors) {
    if (state(definition) != state(old)) {
      onCreate(definition, errors);
    }
  }

  private static boolean isProtected(String group) {
    return group.equals("k8s.io")
        || group.endsWith(".k8s.io")
        || group.equals("kubernetes.io")
        || group.endsWith(".kubernetes.io");
  }

  private static void refuse(ApiObject definition, List<FieldError> errors) {
    String words = "protected groups must have approval annotation " + GoText.quote(ANNOTATION);
    switch (state(definition)) {
      case GIVEN -> {}
      case MISSING -> errors.add(FieldError.required(PATH, words + SEE));
      case INVALID ->
          errors.add(
              FieldError.invalid(
                  PATH,
                  definition.annotation(ANNOTATION).orElse(""),
                  words + " with either a URL or a reason starting with \"unapproved\"" + SEE));
    }
  }

  private static State state(ApiObject definition) {
    String approval = definition.annotation(ANNOTATION).orElse("");
    if (approval.isEmpty()) {
      return State.MISSING;
    }
    return approval.startsWith("unapproved") || isUrl(approval) ? State.GIVEN : State.INVALID;
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

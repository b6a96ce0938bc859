package dev.podium.resources.access;

import dev.podium.auth.Attributes;
import dev.podium.auth.Authorizer;
import dev.podium.auth.Decision;
import dev.podium.auth.Decision.Allow;
import dev.podium.auth.Decision.Deny;
import dev.podium.auth.Decision.NoOpinion;
import dev.podium.auth.UserInfo;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GroupKind;
import dev.podium.object.JsonObject;
import dev.podium.resources.fields.InternalForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// May they?
///
/// Upstream: pkg/registry/authorization/*/rest.go and pkg/apis/authorization/validation, which
/// leaves the kind out of its refusals.
final class AccessReviews {
  private static final GroupKind NO_KIND = new GroupKind("authorization.k8s.io", "");
  private static final FieldPath SPEC = FieldPath.of("spec");
  private static final String RESOURCE = "resourceAttributes";
  private static final String PATH = "nonResourceAttributes";

  private final Authorizer authorizer;

  AccessReviews(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  ApiObject self(ApiObject review, UserInfo caller) {
    refuse(attributeErrors(review.spec()));
    return answered(review, caller);
  }

  ApiObject any(ApiObject review) {
    List<FieldError> errors = attributeErrors(review.spec());
    errors.addAll(subjectErrors(review.spec()));
    refuse(errors);
    return answered(review, subject(review.spec()));
  }

  ApiObject local(ApiObject review, String namespace) {
    JsonObject spec = review.spec();
    List<FieldError> errors = attributeErrors(spec);
    errors.addAll(subjectErrors(spec));
    String asked = spec.string(RESOURCE, "namespace");
    if (spec.has(RESOURCE) && !asked.equals(namespace)) {
      errors.add(
          FieldError.invalid(
              SPEC.child(RESOURCE, "namespace"), asked, "must match metadata.namespace"));
    }
    if (spec.has(PATH)) {
      errors.add(
          FieldError.invalid(
              SPEC.child(PATH), shownPath(spec), "disallowed on this kind of request"));
    }
    refuse(errors);
    return answered(review, subject(spec));
  }

  private static Object shownPath(JsonObject spec) {
    return InternalForm.of("io.k8s.api.authorization.v1.NonResourceAttributes", spec.object(PATH));
  }

  private static List<FieldError> attributeErrors(JsonObject spec) {
    List<FieldError> errors = new ArrayList<>();
    if (spec.has(RESOURCE) && spec.has(PATH)) {
      errors.add(
          FieldError.invalid(
              SPEC.child(PATH),
              shownPath(spec),
              "cannot be specified in combination with resourceAttributes"));
    } else if (!spec.has(RESOURCE) && !spec.has(PATH)) {
      errors.add(
          FieldError.invalid(
              SPEC.child(RESOURCE),
              null,
              "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
    }
    return errors;
  }

  private static List<FieldError> subjectErrors(JsonObject spec) {
    return spec.string("user").isEmpty() && spec.strings("groups").isEmpty()
        ? List.of(
            FieldError.invalid(
                SPEC.child("user"), "", "at least one of user or group must be specified"))
        : List.of();
  }

  private static void refuse(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw ApiException.invalid(NO_KIND, "", errors);
    }
  }

  private static UserInfo subject(JsonObject spec) {
    Map<String, List<String>> extra = new HashMap<>();
    JsonObject given = spec.object("extra");
    given.keys().forEach(key -> extra.put(key, given.strings(key)));
    return new UserInfo(spec.string("user"), spec.string("uid"), spec.strings("groups"), extra);
  }

  private ApiObject answered(ApiObject review, UserInfo user) {
    Decision decision = authorizer.authorize(attributes(review.spec(), user));
    JsonObject status =
        switch (decision) {
          case Allow _ -> JsonObject.of("allowed", true);
          case Deny _ -> JsonObject.of("allowed", false, "denied", true);
          case NoOpinion _ -> JsonObject.of("allowed", false);
        };
    return review.with(
        "status", decision.reason().isEmpty() ? status : status.with("reason", decision.reason()));
  }

  private static Attributes attributes(JsonObject spec, UserInfo user) {
    if (!spec.has(RESOURCE)) {
      JsonObject path = spec.object(PATH);
      return Attributes.path(user, path.string("verb"), path.string("path"));
    }
    JsonObject resource = spec.object(RESOURCE);
    return new Attributes(
        user,
        resource.string("verb"),
        resource.string("group"),
        resource.string("version"),
        resource.string("resource"),
        resource.string("subresource"),
        resource.string("namespace"),
        resource.string("name"),
        true,
        "",
        resource.string("fieldSelector", "rawSelector"),
        resource.string("labelSelector", "rawSelector"));
  }
}

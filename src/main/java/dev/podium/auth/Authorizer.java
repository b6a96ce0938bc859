package dev.podium.auth;

import dev.podium.auth.Decision.Allow;
import dev.podium.auth.Decision.Deny;
import dev.podium.auth.Decision.NoOpinion;
import dev.podium.object.ApiException;
import dev.podium.object.GoText;
import dev.podium.object.GroupResource;
import java.util.ArrayList;
import java.util.List;

/// May the caller do this?
@FunctionalInterface
public interface Authorizer {
  Authorizer ALWAYS_ALLOW = _ -> new Allow("");

  Authorizer ALWAYS_DENY = _ -> new NoOpinion("Everything is forbidden.");

  /// Members of `system:masters` may do everything, whatever the roles say (apiserver's
  /// authorizerfactory.NewPrivilegedGroups).
  Authorizer MASTERS = asked -> asked.user().isMaster() ? new Allow("") : new NoOpinion("");

  Decision authorize(Attributes attributes);

  /// Asks each in turn until one decides, and joins the reasons of those who did not (apiserver's
  /// authorization/union).
  static Authorizer anyOf(List<Authorizer> authorizers) {
    return attributes -> {
      List<String> reasons = new ArrayList<>();
      for (Authorizer authorizer : authorizers) {
        Decision decision = authorizer.authorize(attributes);
        if (!(decision instanceof NoOpinion)) {
          return decision;
        }
        if (!decision.reason().isEmpty()) {
          reasons.add(decision.reason());
        }
      }
      return new NoOpinion(String.join("\n", reasons));
    };
  }

  /// Refuses with the 403 that a client sees.
  default void require(Attributes attributes) {
    switch (authorize(attributes)) {
      case Allow _ -> {}
      case Deny(String reason) -> throw forbidden(attributes, reason);
      case NoOpinion(String reason) -> throw forbidden(attributes, reason);
    }
  }

  /// The refusal's wording is that of apiserver's responsewriters.ForbiddenStatusError: the message
  /// names `pods/log`, the details only `pods`.
  static ApiException forbidden(Attributes attributes, String reason) {
    String why = message(attributes) + (reason.isEmpty() ? "" : ": " + reason);
    GroupResource resource = new GroupResource(attributes.apiGroup(), attributes.resource());
    return ApiException.forbidden(resource, attributes.name(), why);
  }

  private static String message(Attributes attributes) {
    String who = "User " + GoText.quote(attributes.user().name()) + " cannot " + attributes.verb();
    if (!attributes.resourceRequest()) {
      return who + " path " + GoText.quote(attributes.path());
    }
    return who
        + " resource "
        + GoText.quote(attributes.combinedResource())
        + " in API group "
        + GoText.quote(attributes.apiGroup())
        + (attributes.namespace().isEmpty()
            ? " at the cluster scope"
            : " in the namespace " + GoText.quote(attributes.namespace()));
  }
}

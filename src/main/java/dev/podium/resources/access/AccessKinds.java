package dev.podium.resources.access;

import dev.podium.auth.Authorizer;
import dev.podium.auth.BearerTokens;
import dev.podium.auth.rbac.RuleResolver;
import dev.podium.registry.ResourceDefinition;
import java.util.List;

/// The kinds of `authentication.k8s.io` and `authorization.k8s.io`.
public final class AccessKinds {
  static final String AUTHENTICATION = "authentication.k8s.io/v1";
  static final String AUTHORIZATION = "authorization.k8s.io/v1";

  private AccessKinds() {}

  public static List<ResourceDefinition> all(
      Authorizer authorizer, RuleResolver rules, BearerTokens tokens) {
    AccessReviews access = new AccessReviews(authorizer);
    return List.of(
        ResourceDefinition.of(AUTHENTICATION, "SelfSubjectReview", "selfsubjectreviews")
            .clusterScoped()
            .performs((_, _, _, _, context) -> Identities.self(context))
            .build(),
        ResourceDefinition.of(AUTHENTICATION, "TokenReview", "tokenreviews")
            .clusterScoped()
            .performs((_, _, _, review, _) -> Identities.ofToken(review, tokens))
            .build(),
        ResourceDefinition.of(
                AUTHORIZATION, "LocalSubjectAccessReview", "localsubjectaccessreviews")
            .performs((_, namespace, _, review, _) -> access.local(review, namespace))
            .build(),
        ResourceDefinition.of(AUTHORIZATION, "SelfSubjectAccessReview", "selfsubjectaccessreviews")
            .clusterScoped()
            .performs((_, _, _, review, context) -> access.self(review, context.user()))
            .build(),
        ResourceDefinition.of(AUTHORIZATION, "SelfSubjectRulesReview", "selfsubjectrulesreviews")
            .clusterScoped()
            .performs((_, _, _, review, context) -> RulesReview.of(review, context.user(), rules))
            .build(),
        ResourceDefinition.of(AUTHORIZATION, "SubjectAccessReview", "subjectaccessreviews")
            .clusterScoped()
            .performs((_, _, _, review, _) -> access.any(review))
            .build());
  }
}

package dev.podium.admission.policy;

import dev.podium.admission.AdmissionRequest;
import dev.podium.admission.AdmissionStep;
import dev.podium.admission.Refusal;
import dev.podium.admission.match.Kinds;
import dev.podium.admission.match.MatchConditions;
import dev.podium.admission.policy.CompiledPolicy.Compiled;
import dev.podium.admission.policy.CompiledPolicy.Validation;
import dev.podium.admission.policy.PolicySource.Misconfigured;
import dev.podium.auth.Authorizer;
import dev.podium.object.ApiException;
import dev.podium.object.JsonObject;
import dev.podium.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Holds requests to the ValidatingAdmissionPolicies that are bound to them.
///
/// Upstream: apiserver's admission/plugin/policy/validating (dispatcher.go and validator.go). There
/// is no audit log here, so what would go there is worked out and then forgotten.
public final class ValidatingPolicies implements AdmissionStep {
  /// Longer texts of expressions are not passed on (MaxEvaluatedMessageExpressionSizeBytes).
  private static final int LONGEST_MESSAGE = 5 * 1024;

  private static final String INVALID = "Invalid";

  /// Why a policy says no.
  ///
  /// @param message without who says so
  private record Denial(String message, String reason) {}

  private final PolicySource source;

  public ValidatingPolicies(Store store, Kinds kinds, Authorizer authorizer) {
    this.source =
        new PolicySource(
            store,
            kinds,
            authorizer,
            "validatingadmissionpolicies",
            "validatingadmissionpolicybindings");
  }

  @Override
  public String name() {
    return "ValidatingAdmissionPolicy";
  }

  @Override
  public void validate(AdmissionRequest request) {
    PolicySource.Found found = source.find(request);
    for (Misconfigured wrong : found.misconfigured()) {
      if (wrong.counts()) {
        throw refusal(request, misconfigured(wrong), INVALID);
      }
    }
    Optional<ApiException> first = Optional.empty();
    for (Invocation invocation : found.invocations()) {
      for (Denial denial : denials(invocation, request)) {
        Optional<ApiException> refusal = act(invocation, request, denial);
        first = first.isPresent() ? first : refusal;
      }
    }
    if (first.isPresent()) {
      throw first.get();
    }
  }

  private static String misconfigured(Misconfigured wrong) {
    String policy = "ValidatingAdmissionPolicy '" + wrong.policy().name() + "'";
    return wrong
        .binding()
        .map(binding ->
            policy
                + " with binding '"
                + binding.name()
                + "' denied request: failed to configure binding: "
                + wrong.message())
        .orElse(policy + " denied request: failed to configure policy: " + wrong.message());
  }

  /// Does what the binding says; a refusal is given back, so that warnings of others are heard too.
  private static Optional<ApiException> act(
      Invocation invocation, AdmissionRequest request, Denial denial) {
    String who =
        "ValidatingAdmissionPolicy '%s' with binding '%s'"
            .formatted(invocation.policy().name(), invocation.binding().name());
    List<String> actions = invocation.binding().spec().strings("validationActions");
    if (actions.contains("Warn")) {
      request.warnings().accept("Validation failed for " + who + ": " + denial.message());
    }
    return actions.contains("Deny")
        ? Optional.of(
            refusal(request, who + " denied request: " + denial.message(), denial.reason()))
        : Optional.empty();
  }

  private static ApiException refusal(AdmissionRequest request, String message, String reason) {
    ApiException forbidden = Refusal.of(request, message);
    int code =
        switch (reason) {
          case "Forbidden" -> 403;
          case "Unauthorized" -> 401;
          case "RequestEntityTooLarge" -> 413;
          default -> 422;
        };
    JsonObject details =
        forbidden
            .details()
            .orElse(JsonObject.EMPTY)
            .with("causes", List.of(JsonObject.of("message", message)));
    return ApiException.of(code, reason, forbidden.message(), details);
  }

  private List<Denial> denials(Invocation invocation, AdmissionRequest request) {
    PolicyEvaluation evaluation = source.evaluation(invocation, request, request.object());
    List<Denial> denials = new ArrayList<>();
    try {
      if (!evaluation.meets(invocation.compiled().conditions())) {
        return denials;
      }
    } catch (MatchConditions.Undecided e) {
      denials.add(new Denial(e.text(), INVALID));
      return denials;
    }
    for (Validation validation : invocation.compiled().validations()) {
      denial(validation, evaluation, invocation).ifPresent(denials::add);
    }
    for (Compiled annotation : invocation.compiled().annotations()) {
      annotate(annotation, evaluation, invocation).ifPresent(denials::add);
    }
    return denials;
  }

  private static Optional<Denial> denial(
      Validation validation, PolicyEvaluation evaluation, Invocation invocation) {
    try {
      if (evaluation.evaluate(validation.check()).isTrue()) {
        return Optional.empty();
      }
    } catch (PolicyEvaluation.Failed e) {
      return invocation.failsClosed()
          ? Optional.of(new Denial(e.text(), INVALID))
          : Optional.empty();
    }
    String reason = validation.reason().isEmpty() ? INVALID : validation.reason();
    return Optional.of(new Denial(message(validation, evaluation), reason));
  }

  private static String message(Validation validation, PolicyEvaluation evaluation) {
    String computed =
        validation.messageExpression().map(e -> text(e, evaluation)).orElse("").strip();
    if (!computed.isEmpty() && computed.length() <= LONGEST_MESSAGE && !computed.contains("\n")) {
      return computed;
    }
    String fixed = validation.message().strip();
    return fixed.isEmpty() ? "failed expression: " + validation.check().expression() : fixed;
  }

  private static String text(Compiled expression, PolicyEvaluation evaluation) {
    try {
      return evaluation.evaluate(expression).json() instanceof String text ? text : "";
    } catch (PolicyEvaluation.Failed _) {
      return "";
    }
  }

  private static Optional<Denial> annotate(
      Compiled annotation, PolicyEvaluation evaluation, Invocation invocation) {
    try {
      evaluation.evaluate(annotation);
      return Optional.empty();
    } catch (PolicyEvaluation.Failed e) {
      return invocation.failsClosed()
          ? Optional.of(new Denial(e.text(), INVALID))
          : Optional.empty();
    }
  }
}

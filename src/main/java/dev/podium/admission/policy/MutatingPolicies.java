package dev.podium.admission.policy;

import dev.podium.admission.AdmissionRequest;
import dev.podium.admission.AdmissionStep;
import dev.podium.admission.Refusal;
import dev.podium.admission.match.Kinds;
import dev.podium.admission.match.MatchConditions;
import dev.podium.admission.policy.CompiledPolicy.Mutation;
import dev.podium.admission.policy.PolicySource.Misconfigured;
import dev.podium.auth.Authorizer;
import dev.podium.cel.Evaluation.Result;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.patch.JsonPatch;
import dev.podium.patch.Overlay;
import dev.podium.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Changes requests as the MutatingAdmissionPolicies that are bound to them want it.
///
/// Upstream: apiserver's admission/plugin/policy/mutating/dispatcher.go and its patch package.
public final class MutatingPolicies implements AdmissionStep {
  private final Kinds kinds;
  private final PolicySource source;

  public MutatingPolicies(Store store, Kinds kinds, Authorizer authorizer) {
    this.kinds = kinds;
    this.source =
        new PolicySource(
            store,
            kinds,
            authorizer,
            "mutatingadmissionpolicies",
            "mutatingadmissionpolicybindings");
  }

  @Override
  public String name() {
    return "MutatingAdmissionPolicy";
  }

  @Override
  public boolean reinvokesOthers() {
    return true;
  }

  @Override
  public ApiObject mutate(AdmissionRequest request, ApiObject object) {
    return mutate(request, object, _ -> true);
  }

  @Override
  public ApiObject mutateAgain(AdmissionRequest request, ApiObject object) {
    return mutate(request, object, who -> request.reinvocation().isDue(who));
  }

  private ApiObject mutate(AdmissionRequest request, ApiObject object, Predicate<String> asked) {
    PolicySource.Found found = source.find(request);
    List<String> faults = new ArrayList<>();
    for (Misconfigured wrong : found.misconfigured()) {
      if (wrong.counts()) {
        faults.add(misconfigured(wrong));
      }
    }
    ApiObject current = object;
    for (Invocation invocation : found.invocations()) {
      String who = "policy/" + invocation.policy().name() + "/" + invocation.binding().name();
      if (asked.test(who)) {
        ApiObject changed = apply(invocation, request, current, faults);
        if (!changed.equals(current)) {
          request.reinvocation().changed();
          current = changed;
        }
        if (invocation.policy().spec().string("reinvocationPolicy").equals("IfNeeded")) {
          request.reinvocation().looked(who);
        }
      }
    }
    if (!faults.isEmpty()) {
      throw refusal(request, faults);
    }
    return current;
  }

  private static String misconfigured(Misconfigured wrong) {
    return wrong
        .binding()
        .map(binding ->
            denied(wrong.policy(), binding, "failed to configure binding: " + wrong.message()))
        .orElse(
            "policy '%s' denied request: failed to configure policy: %s"
                .formatted(wrong.policy().name(), wrong.message()));
  }

  private static String denied(ApiObject policy, ApiObject binding, String why) {
    return "policy '%s' with binding '%s' denied request: %s"
        .formatted(policy.name(), binding.name(), why);
  }

  private static ApiException refusal(AdmissionRequest request, List<String> faults) {
    ApiException forbidden = Refusal.of(request, faults.getFirst());
    List<JsonObject> causes =
        faults.stream().map(fault -> JsonObject.of("message", fault)).toList();
    JsonObject details = forbidden.details().orElse(JsonObject.EMPTY).with("causes", causes);
    return ApiException.of(403, "Invalid", faults.getFirst(), details);
  }

  private ApiObject apply(
      Invocation invocation, AdmissionRequest request, ApiObject object, List<String> faults) {
    ApiObject current = kinds.convert(object, invocation.kind().kind());
    ApiObject start = current;
    try {
      if (!source
          .evaluation(invocation, request, Optional.of(current))
          .meets(invocation.compiled().conditions())) {
        return object;
      }
      for (Mutation mutation : invocation.compiled().mutations()) {
        PolicyEvaluation evaluation = source.evaluation(invocation, request, Optional.of(current));
        current = kinds.defaulted(change(mutation, evaluation, current));
      }
    } catch (MatchConditions.Undecided e) {
      note(invocation, e.text(), faults);
    } catch (PolicyEvaluation.Failed e) {
      note(invocation, e.text(), faults);
    }
    return current.equals(start) ? object : kinds.convert(current, request.kind());
  }

  private static void note(Invocation invocation, String why, List<String> faults) {
    if (invocation.failsClosed()) {
      faults.add(denied(invocation.policy(), invocation.binding(), why));
    }
  }

  private ApiObject change(Mutation mutation, PolicyEvaluation evaluation, ApiObject object)
      throws PolicyEvaluation.Failed {
    Result result = evaluation.evaluate(mutation.change());
    return mutation.apply() ? overlaid(result, object) : patched(result, object);
  }

  private ApiObject overlaid(Result result, ApiObject object) throws PolicyEvaluation.Failed {
    Optional<String> mismatch = result.typeMismatch();
    if (mismatch.isPresent()) {
      throw new PolicyEvaluation.Failed("type mismatch: " + mismatch.get());
    }
    JsonObject config = result.json() instanceof JsonObject json ? json : JsonObject.EMPTY;
    JsonObject whole = config.with("apiVersion", object.apiVersion()).with("kind", object.kind());
    try {
      return kinds
          .type(object.groupVersionKind())
          .map(type -> ApiObject.of(Overlay.apply(object.root(), whole, type)))
          .orElse(object);
    } catch (IllegalArgumentException e) {
      throw new PolicyEvaluation.Failed("error applying patch: " + e.getMessage());
    }
  }

  /// A test that fails is no error: the patch is then not applied.
  private static ApiObject patched(Result result, ApiObject object) throws PolicyEvaluation.Failed {
    JsonArray operations = result.json() instanceof JsonArray list ? list : JsonArray.EMPTY;
    try {
      return JsonPatch.decode(Json.bytes(operations), false)
          .applyIfTestsPass(object.root())
          .map(ApiObject::of)
          .orElse(object);
    } catch (ApiException e) {
      throw new PolicyEvaluation.Failed("JSONPath: " + e.message());
    }
  }
}

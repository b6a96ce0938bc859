package dev.podium.admission.policy;

import dev.podium.admission.AdmissionRequest;
import dev.podium.admission.match.Kinds;
import dev.podium.admission.match.RequestRules;
import dev.podium.auth.Authorizer;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.object.ObjectKey;
import dev.podium.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The policies of one kind with their bindings, as they stand, and those that are about a request.
///
/// Costs nothing while there are none. Upstream: apiserver's
/// admission/plugin/policy/generic/policy_dispatcher.go.
final class PolicySource {
  /// More than anybody has at once; what is kept beyond is what was replaced.
  private static final int MOST_KEPT = 1000;

  private record Kept(String resourceVersion, CompiledPolicy policy) {}

  /// A policy, or one of its bindings, that cannot be put to use.
  ///
  /// @param binding empty where it is the policy itself
  record Misconfigured(ApiObject policy, Optional<ApiObject> binding, String message) {
    boolean counts() {
      return !policy.spec().string("failurePolicy").equals("Ignore");
    }
  }

  record Found(List<Invocation> invocations, List<Misconfigured> misconfigured) {}

  private final Store store;
  private final Kinds kinds;
  private final RequestRules rules;
  private final Authorizer authorizer;
  private final GroupResource policies;
  private final GroupResource bindings;
  private final Map<String, Kept> compiled = new ConcurrentHashMap<>();

  /// @param policies their resource
  /// @param bindings the resource of their bindings
  PolicySource(Store store, Kinds kinds, Authorizer authorizer, String policies, String bindings) {
    this.store = store;
    this.kinds = kinds;
    this.rules = new RequestRules(store, kinds);
    this.authorizer = authorizer;
    this.policies = new GroupResource("admissionregistration.k8s.io", policies);
    this.bindings = new GroupResource("admissionregistration.k8s.io", bindings);
  }

  /// @param object what the request is about now, in the version of the request
  PolicyEvaluation evaluation(
      Invocation invocation, AdmissionRequest request, Optional<ApiObject> object) {
    GroupVersionKind kind = invocation.kind().kind();
    return new PolicyEvaluation(
        invocation,
        request,
        object.map(o -> kinds.convert(o, kind)),
        request.old().map(o -> kinds.convert(o, kind)),
        rules.namespaceOf(request),
        authorizer);
  }

  Found find(AdmissionRequest request) {
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    if (store.count(policies) == 0
        || store.count(bindings) == 0
        || RequestRules.isExempt(request)) {
      return found;
    }
    List<ApiObject> all = store.snapshot(bindings).stream("", "").toList();
    store.snapshot(policies).stream("", "")
        .forEach(policy -> {
          List<ApiObject> own =
              all.stream()
                  .filter(b -> b.spec().string("policyName").equals(policy.name()))
                  .toList();
          if (!own.isEmpty()) {
            find(request, policy, own, found);
          }
        });
    return found;
  }

  private void find(AdmissionRequest request, ApiObject policy, List<ApiObject> own, Found found) {
    JsonObject constraints = policy.spec().object("matchConstraints");
    Optional<Kinds.Kind> kind = rules.match(request, constraints, "resourceRules");
    if (kind.isEmpty()) {
      return;
    }
    CompiledPolicy program = compiled(policy);
    if (!program.errors().isEmpty()) {
      String message = program.errors().getFirst().message();
      found.misconfigured.add(new Misconfigured(policy, Optional.empty(), message));
      return;
    }
    for (ApiObject binding : own) {
      if (isBound(request, binding)) {
        try {
          for (Optional<ApiObject> parameter : parameters(request, policy, binding)) {
            found.invocations.add(new Invocation(policy, program, binding, kind.get(), parameter));
          }
        } catch (IllegalArgumentException e) {
          found.misconfigured.add(
              new Misconfigured(policy, Optional.of(binding), String.valueOf(e.getMessage())));
        }
      }
    }
  }

  /// A binding without rules of its own takes what the policy takes.
  private boolean isBound(AdmissionRequest request, ApiObject binding) {
    Optional<JsonObject> match = binding.spec().findObject("matchResources");
    if (match.isEmpty()) {
      return true;
    }
    return match.get().array("resourceRules").isEmpty()
        ? rules.selected(request, match.get()) && !rules.excluded(request, match.get())
        : rules.match(request, match.get(), "resourceRules").isPresent();
  }

  private CompiledPolicy compiled(ApiObject policy) {
    Kept kept = compiled.get(policy.uid());
    if (kept == null || !kept.resourceVersion().equals(policy.resourceVersion())) {
      if (compiled.size() > MOST_KEPT) {
        compiled.clear();
      }
      kept = new Kept(policy.resourceVersion(), CompiledPolicy.of(policy.spec()));
      compiled.put(policy.uid(), kept);
    }
    return kept.policy();
  }

  /// The parameters to evaluate with, one after the other; nothing where the policy is to be left
  /// alone. Upstream: CollectParams.
  private List<Optional<ApiObject>> parameters(
      AdmissionRequest request, ApiObject policy, ApiObject binding) {
    Optional<JsonObject> kind = policy.spec().findObject("paramKind");
    Optional<JsonObject> reference = binding.spec().findObject("paramRef");
    if (kind.isEmpty() || reference.isEmpty()) {
      return List.of(Optional.empty());
    }
    GroupVersionKind wanted =
        GroupVersionKind.of(kind.get().string("apiVersion"), kind.get().string("kind"));
    Kinds.Kind known =
        kinds
            .find(wanted)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "paramKind kind `&ParamKind{APIVersion:%s,Kind:%s,}` not known"
                        .formatted(wanted.apiVersion(), wanted.kind())));
    List<Optional<ApiObject>> found = parameters(request, reference.get(), known);
    if (found.isEmpty() && reference.get().string("parameterNotFoundAction").equals("Deny")) {
      throw new IllegalArgumentException(
          "no params found for policy binding with `Deny` parameterNotFoundAction");
    }
    return found;
  }

  private List<Optional<ApiObject>> parameters(
      AdmissionRequest request, JsonObject reference, Kinds.Kind kind) {
    String own = reference.string("namespace");
    if (!kind.namespaced() && !own.isEmpty()) {
      throw new IllegalArgumentException(
          "paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
    }
    String namespace = !kind.namespaced() ? "" : own.isEmpty() ? request.namespace() : own;
    if (kind.namespaced() && namespace.isEmpty()) {
      throw new IllegalArgumentException(
          "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
    }
    String name = reference.string("name");
    if (!name.isEmpty()) {
      return store
          .get(new ObjectKey(kind.stored(), namespace, name))
          .map(parameter -> List.of(Optional.of(kinds.convert(parameter, kind.kind()))))
          .orElse(List.of());
    }
    LabelSelector selector = LabelSelector.ofJson(reference.object("selector"));
    return store.snapshot(kind.stored()).stream(namespace, "")
        .filter(selector::matches)
        .map(parameter -> Optional.of(kinds.convert(parameter, kind.kind())))
        .toList();
  }
}

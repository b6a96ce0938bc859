package dev.podium.admission.webhook;

import dev.podium.admission.AdmissionRequest;
import dev.podium.admission.AdmissionStep;
import dev.podium.admission.match.Kinds;
import dev.podium.auth.Authorizer;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GoText;
import dev.podium.object.Json;
import dev.podium.patch.JsonPatch;
import dev.podium.store.Store;
import dev.podium.webhooks.WebhookCaller;
import java.util.Optional;
import java.util.function.Predicate;

/// Asks the mutating webhooks one after the other, and does what their patches say.
///
/// Upstream: apiserver's admission/plugin/webhook/mutating/dispatcher.go.
public final class MutatingWebhooks implements AdmissionStep {
  private final Webhooks webhooks;
  private final Kinds kinds;

  public MutatingWebhooks(Store store, Kinds kinds, Authorizer authorizer, WebhookCaller caller) {
    this.kinds = kinds;
    webhooks = new Webhooks(store, kinds, authorizer, caller, "mutatingwebhookconfigurations");
  }

  @Override
  public String name() {
    return "MutatingAdmissionWebhook";
  }

  @Override
  public boolean reinvokesOthers() {
    return true;
  }

  @Override
  public ApiObject mutate(AdmissionRequest request, ApiObject object) {
    return askAll(request, Optional.of(object), _ -> true).orElse(object);
  }

  @Override
  public ApiObject mutateAgain(AdmissionRequest request, ApiObject object) {
    return askAll(request, Optional.of(object), who -> request.reinvocation().isDue(who))
        .orElse(object);
  }

  /// Deletions have no object to change, but are asked about all the same.
  @Override
  public void validate(AdmissionRequest request) {
    if (request.object().isEmpty()) {
      askAll(request, Optional.empty(), _ -> true);
    }
  }

  private Optional<ApiObject> askAll(
      AdmissionRequest request, Optional<ApiObject> object, Predicate<String> asked) {
    Optional<ApiObject> current = object;
    for (Hook hook : webhooks.about(request)) {
      if (asked.test(hook.id()) && webhooks.wants(hook, request, current)) {
        Optional<ApiObject> changed = ask(hook, request, current);
        if (!changed.equals(current)) {
          request.reinvocation().changed();
          current = changed;
        }
        if (hook.webhook().string("reinvocationPolicy").equals("IfNeeded")) {
          request.reinvocation().looked(hook.id());
        }
      }
    }
    return current;
  }

  private Optional<ApiObject> ask(Hook hook, AdmissionRequest request, Optional<ApiObject> object) {
    try {
      HookAnswer answer = webhooks.ask(hook, request, object, true);
      answer.warnings().forEach(request.warnings());
      if (!answer.allowed()) {
        throw answer.refusal(hook.name());
      }
      return answer.patch().isEmpty() ? object : Optional.of(patched(hook, answer, object));
    } catch (HookFailure e) {
      if (hook.ignoresFailures()) {
        return object;
      }
      throw Webhooks.failed(hook, e);
    }
  }

  private ApiObject patched(Hook hook, HookAnswer answer, Optional<ApiObject> object) {
    ApiObject before =
        object.orElseThrow(() ->
            ApiException.internal(
                "admission webhook %s attempted to modify the object, which is not supported for this operation"
                    .formatted(GoText.quote(hook.name()))));
    ApiObject shown = webhooks.shown(before, hook);
    try {
      JsonPatch patch = JsonPatch.decode(Json.bytes(answer.patch()), false);
      ApiObject after = ApiObject.of(patch.applyTo(shown.root()));
      return kinds.convert(kinds.defaulted(after), before.groupVersionKind());
    } catch (ApiException e) {
      throw ApiException.internal(e.message());
    }
  }
}

package dev.podium.admission.webhook;

import dev.podium.admission.AdmissionRequest;
import dev.podium.admission.match.AdmissionVariables;
import dev.podium.admission.match.Kinds;
import dev.podium.admission.match.MatchConditions;
import dev.podium.admission.match.RequestForm;
import dev.podium.admission.match.RequestRules;
import dev.podium.auth.Authorizer;
import dev.podium.cel.CelCompileException;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GoText;
import dev.podium.object.GroupResource;
import dev.podium.object.Json;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.store.Store;
import dev.podium.webhooks.WebhookCaller;
import dev.podium.webhooks.WebhookFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The webhooks of one kind of configuration: which are about a request, and asking one.
///
/// Upstream: apiserver's admission/plugin/webhook/generic/webhook.go and
/// request/admissionreview.go.
final class Webhooks {
  private final Store store;
  private final Kinds kinds;
  private final RequestRules rules;
  private final GroupResource configurations;
  private final Authorizer authorizer;
  private final WebhookCaller caller;

  Webhooks(
      Store store,
      Kinds kinds,
      Authorizer authorizer,
      WebhookCaller caller,
      String configurations) {
    this.store = store;
    this.kinds = kinds;
    this.rules = new RequestRules(store, kinds);
    this.authorizer = authorizer;
    this.caller = caller;
    this.configurations = new GroupResource("admissionregistration.k8s.io", configurations);
  }

  /// The webhooks whose rules are about a request, in the order in which they are asked.
  List<Hook> about(AdmissionRequest request) {
    if (store.count(configurations) == 0 || RequestRules.isExempt(request)) {
      return List.of();
    }
    List<Hook> hooks = new ArrayList<>();
    store.snapshot(configurations).stream("", "")
        .forEach(configuration ->
            configuration
                .root()
                .objects("webhooks")
                .forEach(webhook ->
                    rules
                        .match(request, webhook, "rules")
                        .map(kind -> hook(configuration, webhook, kind))
                        .ifPresent(hooks::add)));
    return hooks;
  }

  private static Hook hook(ApiObject configuration, JsonObject webhook, Kinds.Kind kind) {
    try {
      MatchConditions conditions = MatchConditions.ofWebhook(webhook);
      return new Hook(configuration.name(), webhook, kind, conditions);
    } catch (CelCompileException e) {
      throw new IllegalStateException("conditions were checked when they were stored", e);
    }
  }

  ApiObject shown(ApiObject object, Hook hook) {
    return kinds.convert(object, hook.kind().kind());
  }

  /// Whether its conditions let a request through to a webhook.
  boolean wants(Hook hook, AdmissionRequest request, Optional<ApiObject> object) {
    if (hook.conditions().isEmpty()) {
      return true;
    }
    try {
      return hook.conditions()
          .met(
              AdmissionVariables.values(
                  request,
                  hook.kind(),
                  object.map(o -> shown(o, hook)),
                  request.old().map(o -> shown(o, hook)),
                  rules.namespaceOf(request),
                  authorizer));
    } catch (MatchConditions.Undecided e) {
      throw ApiException.forbidden(request.resource(), request.name(), e.text());
    }
  }

  /// Asks a webhook.
  ///
  /// @throws ApiException where a dry run may not ask it
  HookAnswer ask(Hook hook, AdmissionRequest request, Optional<ApiObject> object, boolean mutating)
      throws HookFailure {
    if (request.dryRun() && hook.hasSideEffects()) {
      throw ApiException.badRequest(
          "admission webhook %s does not support dry run".formatted(GoText.quote(hook.name())));
    }
    String uid = UUID.randomUUID().toString();
    String version = hook.reviewVersion();
    JsonObject review =
        JsonObject.of(
            "kind",
            "AdmissionReview",
            "apiVersion",
            "admission.k8s.io/" + version,
            "request",
            described(hook, request, object, uid));
    try {
      byte[] answer =
          caller.post(hook.webhook().object("clientConfig"), Json.bytes(review), hook.timeout());
      return HookAnswer.read(answer, version, uid, mutating);
    } catch (WebhookFailure e) {
      throw new HookFailure(e.isOfCall() ? "failed to call webhook: " + e.text() : e.text());
    }
  }

  private JsonObject described(
      Hook hook, AdmissionRequest request, Optional<ApiObject> object, String uid) {
    JsonObject identified = JsonObject.of("uid", uid);
    JsonObject form = RequestForm.of(request, hook.kind());
    return identified.edit(draft -> {
      form.forEach(draft::set);
      draft.set("object", shownOrNull(object, hook));
      draft.set("oldObject", shownOrNull(request.old(), hook));
    });
  }

  private Object shownOrNull(Optional<ApiObject> object, Hook hook) {
    return object.<Object>map(o -> shown(o, hook).root()).orElse(JsonNull.NULL);
  }

  /// The refusal of a request whose webhook could not be asked.
  static ApiException failed(Hook hook, HookFailure failure) {
    return ApiException.internal(
        "failed calling webhook %s: %s".formatted(GoText.quote(hook.name()), failure.text()));
  }
}

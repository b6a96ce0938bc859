package dev.podium.admission.webhook;

import dev.podium.admission.AdmissionRequest;
import dev.podium.admission.AdmissionStep;
import dev.podium.admission.match.Kinds;
import dev.podium.auth.Authorizer;
import dev.podium.object.ApiException;
import dev.podium.store.Store;
import dev.podium.webhooks.WebhookCaller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Asks the validating webhooks, all at once.
///
/// Upstream: apiserver's admission/plugin/webhook/validating/dispatcher.go.
public final class ValidatingWebhooks implements AdmissionStep {
  private final Webhooks webhooks;

  public ValidatingWebhooks(Store store, Kinds kinds, Authorizer authorizer, WebhookCaller caller) {
    webhooks = new Webhooks(store, kinds, authorizer, caller, "validatingwebhookconfigurations");
  }

  @Override
  public String name() {
    return "ValidatingAdmissionWebhook";
  }

  /// What came of one webhook.
  private record Verdict(Optional<ApiException> refusal, List<String> warnings) {}

  @Override
  public void validate(AdmissionRequest request) {
    List<Hook> hooks =
        webhooks.about(request).stream()
            .filter(hook -> webhooks.wants(hook, request, request.object()))
            .toList();
    if (hooks.isEmpty()) {
      return;
    }
    List<Verdict> verdicts = verdicts(request, hooks);
    verdicts.forEach(verdict -> verdict.warnings().forEach(request.warnings()));
    for (Verdict verdict : verdicts) {
      if (verdict.refusal().isPresent()) {
        throw verdict.refusal().get();
      }
    }
  }

  private List<Verdict> verdicts(AdmissionRequest request, List<Hook> hooks) {
    List<Verdict> verdicts = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Verdict>> asked = new ArrayList<>();
      for (Hook hook : hooks) {
        asked.add(executor.submit(() -> verdict(hook, request)));
      }
      for (Future<Verdict> verdict : asked) {
        verdicts.add(verdict.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw ApiException.internal("the request was interrupted");
    }
    return verdicts;
  }

  private Verdict verdict(Hook hook, AdmissionRequest request) {
    try {
      HookAnswer answer = webhooks.ask(hook, request, request.object(), false);
      Optional<ApiException> refusal =
          answer.allowed() ? Optional.empty() : Optional.of(answer.refusal(hook.name()));
      return new Verdict(refusal, answer.warnings());
    } catch (HookFailure e) {
      return new Verdict(
          hook.ignoresFailures() ? Optional.empty() : Optional.of(Webhooks.failed(hook, e)),
          List.of());
    } catch (ApiException e) {
      return new Verdict(Optional.of(e), List.of());
    }
  }
}

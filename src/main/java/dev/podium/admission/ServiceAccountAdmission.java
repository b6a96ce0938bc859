package dev.podium.admission;

import dev.podium.admission.AdmissionRequest.Operation;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.object.ObjectKey;
import dev.podium.store.Store;
import dev.podium.store.StoreEvent;
import dev.podium.store.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Every pod runs as a service account that exists and finds its token mounted.
///
/// Upstream: plugin/pkg/admission/serviceaccount.
final class ServiceAccountAdmission implements AdmissionStep {
  static final String TOKEN_DIRECTORY = "/var/run/secrets/kubernetes.io/serviceaccount";

  private static final GroupResource SERVICE_ACCOUNTS = new GroupResource("", "serviceaccounts");
  private static final String TOKEN_VOLUME = "kube-api-access-";

  /// An hour and seven seconds, by which the kubelet recognises the tokens that admission asked
  /// for.
  private static final long TOKEN_SECONDS = 3607;

  /// A namespace's default account is made by a controller a moment after the namespace.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Store store;
  private final UnaryOperator<String> nameGenerator;

  ServiceAccountAdmission(Store store, UnaryOperator<String> nameGenerator) {
    this.store = store;
    this.nameGenerator = nameGenerator;
  }

  @Override
  public String name() {
    return "ServiceAccount";
  }

  @Override
  public ApiObject mutate(AdmissionRequest request, ApiObject pod) {
    if (!request.isFor("pods")
        || request.operation() != Operation.CREATE
        || pod.annotation("kubernetes.io/config.mirror").isPresent()) {
      return pod;
    }
    String given = pod.spec().string("serviceAccountName");
    String name = given.isEmpty() ? "default" : given;
    ApiObject account =
        find(request.namespace(), name)
            .orElseThrow(() ->
                Refusal.of(
                    request,
                    "error looking up service account %s/%s: serviceaccount \"%s\" not found"
                        .formatted(request.namespace(), name, name)));
    return pod.editSpec(spec -> {
      spec.set("serviceAccountName", name);
      spec.set("serviceAccount", name);
      JsonArray secrets = account.root().array("imagePullSecrets");
      if (!secrets.isEmpty() && pod.spec().array("imagePullSecrets").isEmpty()) {
        spec.set("imagePullSecrets", secrets);
      }
      if (mountsToken(pod, account)) {
        mountToken(spec, pod);
      }
    });
  }

  private Optional<ApiObject> find(String namespace, String name) {
    ObjectKey key = new ObjectKey(SERVICE_ACCOUNTS, namespace, name);
    Optional<ApiObject> found = store.get(key);
    return found.isPresent() ? found : await(key);
  }

  private Optional<ApiObject> await(ObjectKey key) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (Watch watch = store.watch(key.resource(), key.namespace(), store.revision())) {
      Optional<ApiObject> found = store.get(key);
      while (found.isEmpty() && System.nanoTime() < deadline) {
        List<StoreEvent> events =
            watch.take(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        found = events.isEmpty() ? Optional.empty() : store.get(key);
      }
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static boolean mountsToken(ApiObject pod, ApiObject account) {
    return pod.spec()
        .findBoolean("automountServiceAccountToken")
        .or(() -> account.root().findBoolean("automountServiceAccountToken"))
        .orElse(true);
  }

  private void mountToken(ObjectDraft spec, ApiObject pod) {
    Optional<String> present =
        pod.spec().objects("volumes").stream()
            .map(volume -> volume.string("name"))
            .filter(name -> name.startsWith(TOKEN_VOLUME))
            .findFirst();
    String volume = present.orElseGet(() -> nameGenerator.apply(TOKEN_VOLUME));
    List<ObjectDraft> withoutToken =
        Stream.of("initContainers", "containers")
            .flatMap(list -> spec.objects(list).stream())
            .filter(container -> !mountsSomethingThere(container))
            .toList();
    withoutToken.forEach(container -> container.list("volumeMounts").add(mount(volume)));
    if (present.isEmpty() && !withoutToken.isEmpty()) {
      spec.list("volumes").add(tokenVolume(volume));
    }
  }

  private static boolean mountsSomethingThere(ObjectDraft container) {
    return container.get("volumeMounts") instanceof JsonArray mounts
        && mounts.objects().stream()
            .anyMatch(mount -> mount.string("mountPath").equals(TOKEN_DIRECTORY));
  }

  private static JsonObject mount(String volume) {
    return JsonObject.of("name", volume, "readOnly", true, "mountPath", TOKEN_DIRECTORY);
  }

  private static JsonObject tokenVolume(String name) {
    JsonObject token =
        JsonObject.of(
            "serviceAccountToken",
            JsonObject.of("expirationSeconds", TOKEN_SECONDS, "path", "token"));
    JsonObject authority =
        JsonObject.of(
            "configMap",
            JsonObject.of(
                "name",
                "kube-root-ca.crt",
                "items",
                List.of(JsonObject.of("key", "ca.crt", "path", "ca.crt"))));
    JsonObject namespace =
        JsonObject.of(
            "downwardAPI",
            JsonObject.of(
                "items",
                List.of(
                    JsonObject.of(
                        "path",
                        "namespace",
                        "fieldRef",
                        JsonObject.of("apiVersion", "v1", "fieldPath", "metadata.namespace")))));
    return JsonObject.of(
        "name",
        name,
        "projected",
        JsonObject.of("sources", List.of(token, authority, namespace), "defaultMode", 420));
  }
}

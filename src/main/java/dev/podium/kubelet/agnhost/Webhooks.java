package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.server.Daemon;
import dev.podium.kubelet.server.Page;
import dev.podium.network.Endpoint;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/// `agnhost webhook`: answers admission reviews in the ways that Kubernetes' tests want (upstream's
/// webhook package).
final class Webhooks {
  private static final int LONGEST = 16 << 20;
  private static final Duration DELAY = Duration.ofSeconds(5);
  private static final JsonObject ALLOWED = JsonObject.of("allowed", true);

  private final Agnhost host;
  private final Daemon daemon;

  /// Decides on what a review asks.
  private interface Judge {
    /// @return the response without its uid
    JsonObject judge(JsonObject request) throws InterruptedException;
  }

  Webhooks(Agnhost host) {
    this.host = host;
    this.daemon = host.daemon();
  }

  void start() throws IOException {
    new SmallServers(host).listenWithTls(this::handle);
  }

  private HttpResponse handle(HttpRequest request, Endpoint client)
      throws IOException, InterruptedException {
    Page page =
        switch (request.path()) {
          case "/readyz" -> Page.of(200, Agnhost.TEXT, "ok");
          case "/always-allow-delay-5s" -> review(request, this::slowly);
          case "/always-deny" -> review(request, _ -> denied("this webhook denies all requests"));
          case "/add-label" -> review(request, Webhooks::addLabel);
          case "/pods" -> review(request, this::pods);
          case "/pods/attach" -> review(request, Webhooks::attach);
          case "/mutating-pods" -> review(request, Webhooks::mutatePods);
          case "/mutating-pods-sidecar" -> review(request, this::addSidecar);
          case "/configmaps" ->
              review(request, r -> data(r, "configmap", "contains unwanted key and value"));
          case "/mutating-configmaps", "/mutating-custom-resource" ->
              review(request, Webhooks::mutateData);
          case "/custom-resource" ->
              review(request, r -> data(r, "custom resource", "contains unwanted data"));
          case "/crd" -> review(request, Webhooks::definition);
          default -> Page.of(404, Agnhost.TEXT, "404 page not found\n");
        };
    return page.response(host.date());
  }

  private Page review(HttpRequest request, Judge judge) throws IOException, InterruptedException {
    String type = request.headers().find("Content-Type").orElse("");
    if (!type.equals("application/json")) {
      host.log("E", "main.go:96", "contentType=" + type + ", expect application/json");
      return Page.of(200, Agnhost.TEXT, "");
    }
    JsonObject review;
    try {
      review = Json.parseObject(request.body().readNBytes(LONGEST));
    } catch (RuntimeException e) {
      return Page.of(400, Agnhost.TEXT, "Request could not be decoded: " + e.getMessage() + "\n");
    }
    JsonObject asked = review.object("request");
    JsonObject response =
        JsonObject.of(
            "kind", "AdmissionReview",
            "apiVersion", review.string("apiVersion"),
            "response", judge.judge(asked).with("uid", asked.string("uid")));
    return Page.of(200, "application/json", Json.write(response));
  }

  private static JsonObject denied(String message) {
    return JsonObject.of(
        "allowed",
        false,
        "status",
        JsonObject.of("metadata", JsonObject.EMPTY, "message", message));
  }

  private static JsonObject deniedBecause(String reason) {
    return JsonObject.of(
        "allowed", false, "status", JsonObject.of("metadata", JsonObject.EMPTY, "reason", reason));
  }

  private static JsonObject patched(String patch) {
    return ALLOWED
        .with("patch", Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)))
        .with("patchType", "JSONPatch");
  }

  private JsonObject slowly(JsonObject request) throws InterruptedException {
    host.self().sleep(DELAY);
    return ALLOWED;
  }

  private static boolean isOf(JsonObject request, String resource) {
    JsonObject of = request.object("resource");
    return of.string("group").isEmpty()
        && of.string("version").equals("v1")
        && of.string("resource").equals(resource);
  }

  private static JsonObject wrong(JsonObject request, String expected) {
    JsonObject of = request.object("resource");
    return denied(
        "expect resource to be %s, got {%s %s %s}"
            .formatted(expected, of.string("group"), of.string("version"), of.string("resource")));
  }

  private static JsonObject addLabel(JsonObject request) {
    JsonObject labels = request.object("object", "metadata", "labels");
    if (labels.isEmpty()) {
      return patched(
          "[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"added-label\":\"yes\"}}]");
    }
    if (labels.string("added-label").equals("yes")) {
      return ALLOWED;
    }
    String how = labels.has("added-label") ? "replace" : "add";
    return patched(
        "[{\"op\":\"" + how + "\",\"path\":\"/metadata/labels/added-label\",\"value\":\"yes\"}]");
  }

  private JsonObject pods(JsonObject request) throws InterruptedException {
    if (!isOf(request, "pods")) {
      return wrong(request, "{ v1 pods}");
    }
    JsonObject pod = request.object("object");
    String label = pod.object("metadata", "labels").string("webhook-e2e-test");
    StringBuilder message = new StringBuilder();
    if (label.equals("webhook-disallow")) {
      message.append("the pod contains unwanted label; ");
    }
    if (label.equals("wait-forever")) {
      host.self().sleep(Duration.ofDays(1));
    }
    for (JsonObject container : pod.object("spec").objects("containers")) {
      if (container.string("name").contains("webhook-disallow")) {
        message.append("the pod contains unwanted container name; ");
      }
    }
    return message.isEmpty() ? ALLOWED : denied(message.toString().strip());
  }

  private static JsonObject attach(JsonObject request) {
    JsonObject options = request.object("object");
    boolean allowed =
        !request.string("name").equals("to-be-attached-pod")
            || isOf(request, "pods")
                && request.string("subResource").equals("attach")
                && (!options.bool("stdin") || !options.string("container").equals("container1"));
    return allowed ? ALLOWED : denied("attaching to pod 'to-be-attached-pod' is not allowed");
  }

  private static boolean hasContainer(JsonObject request, String list, String name) {
    return request.object("object", "spec").objects(list).stream()
        .anyMatch(container -> container.string("name").equals(name));
  }

  private static JsonObject mutatePods(JsonObject request) {
    boolean meant =
        request.object("object", "metadata").string("name").equals("webhook-to-be-mutated");
    if (!meant || hasContainer(request, "initContainers", "webhook-added-init-container")) {
      return ALLOWED;
    }
    return patched(
        "[{\"op\":\"add\",\"path\":\"/spec/initContainers\",\"value\":[{\"image\":\"webhook-added-image\","
            + "\"name\":\"webhook-added-init-container\",\"resources\":{}}]}]");
  }

  private JsonObject addSidecar(JsonObject request) {
    String image = daemon.option("sidecar-image").orElse("");
    if (image.isEmpty()) {
      return denied("No image specified by the sidecar-image parameter");
    }
    if (hasContainer(request, "containers", "webhook-added-sidecar")) {
      return ALLOWED;
    }
    return patched(
        Json.write(
            List.of(
                JsonObject.of(
                    "op", "add",
                    "path", "/spec/containers/-",
                    "value",
                        JsonObject.of(
                            "image",
                            image,
                            "name",
                            "webhook-added-sidecar",
                            "resources",
                            JsonObject.EMPTY)))));
  }

  /// @param unwanted why something with the unwanted data is refused
  private static JsonObject data(JsonObject request, String what, String unwanted) {
    boolean deletes = request.string("operation").equals("DELETE");
    String value =
        request.object(deletes ? "oldObject" : "object", "data").string("webhook-e2e-test");
    if (!deletes && value.equals("webhook-disallow")) {
      return deniedBecause("the " + what + " " + unwanted);
    }
    return deletes && value.equals("webhook-nondeletable")
        ? deniedBecause(
            "the " + what + " cannot be deleted because it contains unwanted key and value")
        : ALLOWED;
  }

  private static JsonObject mutateData(JsonObject request) {
    JsonObject data = request.object("object", "data");
    String stage =
        data.string("mutation-stage-1").equals("yes")
            ? "2"
            : data.string("mutation-start").equals("yes") ? "1" : "";
    return stage.isEmpty()
        ? ALLOWED
        : patched(
            "[{\"op\":\"add\",\"path\":\"/data/mutation-stage-" + stage + "\",\"value\":\"yes\"}]");
  }

  private static JsonObject definition(JsonObject request) {
    if (!request.object("resource").string("resource").equals("customresourcedefinitions")) {
      return wrong(request, "one of the versions of customresourcedefinitions");
    }
    return request
            .object("object", "metadata", "labels")
            .string("webhook-e2e-test")
            .equals("webhook-disallow")
        ? denied("the crd contains unwanted label")
        : ALLOWED;
  }
}

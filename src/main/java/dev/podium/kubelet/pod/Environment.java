package dev.podium.kubelet.pod;

import dev.podium.client.Kinds;
import dev.podium.kubelet.image.Image;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The environment of a container, and why it cannot be made.
///
/// Upstream: pkg/kubelet/kubelet_pods.go (makeEnvironmentVariables), security_context.go
/// (verifyRunAsNonRoot).
final class Environment {
  /// @param problem what keeps the container from being made, as its status says
  record Result(Map<String, String> variables, Optional<String> problem) {}

  private final Sync sync;
  private final JsonObject container;
  private final Map<String, String> services;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private Optional<String> problem = Optional.empty();

  private Environment(Sync sync, JsonObject container) {
    this.sync = sync;
    this.container = container;
    this.services = sync.world().serviceVariables().of(sync);
  }

  static Result resolve(Sync sync, JsonObject container, Image image) {
    Environment environment = new Environment(sync, container);
    environment.checkUser(image);
    container.objects("envFrom").forEach(environment::addAll);
    container.objects("env").forEach(environment::add);
    environment.services.forEach(environment.variables::putIfAbsent);
    return new Result(environment.variables, environment.problem);
  }

  private void fail(String message) {
    problem = problem.or(() -> Optional.of(message));
  }

  private void checkUser(Image image) {
    JsonObject own = container.object("securityContext");
    JsonObject pods = sync.pod().spec().object("securityContext");
    boolean nonRoot =
        own.findBoolean("runAsNonRoot").or(() -> pods.findBoolean("runAsNonRoot")).orElse(false);
    Optional<Long> user =
        own.has("runAsUser")
            ? Optional.of(own.integer("runAsUser"))
            : pods.has("runAsUser") ? Optional.of(pods.integer("runAsUser")) : Optional.empty();
    String where =
        "(pod: \"%s\", container: %s)"
            .formatted(Containers.describe(sync.pod()), container.string("name"));
    if (nonRoot && user.isPresent() && user.get() == 0) {
      fail("container's runAsUser breaks non-root policy " + where);
    } else if (nonRoot && user.isEmpty() && image.user() == 0) {
      fail("container has runAsNonRoot and image will run as root " + where);
    }
  }

  private void addAll(JsonObject source) {
    for (String field : new String[] {"configMapRef", "secretRef"}) {
      Optional<JsonObject> reference = source.findObject(field);
      if (reference.isPresent()) {
        boolean secret = field.equals("secretRef");
        find(secret, reference.get())
            .ifPresent(object ->
                object
                    .root()
                    .stringMap("data")
                    .forEach((key, value) ->
                        variables.put(
                            source.string("prefix") + key, secret ? decoded(value) : value)));
      }
    }
  }

  private void add(JsonObject variable) {
    String name = variable.string("name");
    JsonObject from = variable.object("valueFrom");
    if (from.isEmpty()) {
      Map<String, String> known = new LinkedHashMap<>(services);
      known.putAll(variables);
      variables.put(name, ContainerSpecs.expand(variable.string("value"), known));
    } else if (from.has("configMapKeyRef")) {
      fromKey(name, false, from.object("configMapKeyRef"));
    } else if (from.has("secretKeyRef")) {
      fromKey(name, true, from.object("secretKeyRef"));
    } else if (from.has("fieldRef")) {
      variables.put(name, FieldValues.of(sync).field(from.string("fieldRef", "fieldPath")));
    } else if (from.has("resourceFieldRef")) {
      JsonObject reference = from.object("resourceFieldRef");
      variables.put(name, FieldValues.of(sync).resource(reference, Optional.of(container)));
    }
  }

  private void fromKey(String name, boolean secret, JsonObject reference) {
    Optional<ApiObject> object = find(secret, reference);
    if (object.isEmpty()) {
      return;
    }
    String key = reference.string("key");
    Optional<String> value = object.get().root().findString("data", key);
    if (value.isPresent()) {
      variables.put(name, secret ? decoded(value.get()) : value.get());
    } else if (!reference.bool("optional")) {
      fail(
          "couldn't find key %s in %s %s/%s"
              .formatted(
                  key,
                  secret ? "Secret" : "ConfigMap",
                  sync.pod().namespace(),
                  reference.string("name")));
    }
  }

  private Optional<ApiObject> find(boolean secret, JsonObject reference) {
    GroupVersionKind kind = secret ? Kinds.SECRET : Kinds.CONFIG_MAP;
    String name = reference.string("name");
    Optional<ApiObject> found = sync.world().find(kind, sync.pod().namespace(), name);
    if (found.isEmpty() && !reference.bool("optional")) {
      fail((secret ? "secret" : "configmap") + " \"" + name + "\" not found");
    }
    return found;
  }

  private static String decoded(String data) {
    try {
      return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return data;
    }
  }
}

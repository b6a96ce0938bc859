package dev.podium.resources.pods;

import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Structures as messages show them: upstream prints its internal types, with Go's field names and
/// everything that is not set.
final class InternalForm {
  private InternalForm() {}

  static JsonObject securityContext(JsonObject context) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put(
        "Capabilities",
        context.has("capabilities")
            ? select(context.object("capabilities"), List.of("add", "drop"))
            : JsonNull.NULL);
    for (String field :
        List.of(
            "privileged",
            "seLinuxOptions",
            "windowsOptions",
            "runAsUser",
            "runAsGroup",
            "runAsNonRoot",
            "readOnlyRootFilesystem",
            "allowPrivilegeEscalation",
            "procMount",
            "seccompProfile",
            "appArmorProfile")) {
      put(shown, field, context);
    }
    return JsonObject.of(shown);
  }

  private static JsonObject select(JsonObject object, List<String> fields) {
    Map<String, Object> shown = new LinkedHashMap<>();
    fields.forEach(field -> put(shown, field, object));
    return JsonObject.of(shown);
  }

  private static void put(Map<String, Object> shown, String field, JsonObject object) {
    String name =
        field.equals("seLinuxOptions")
            ? "SELinuxOptions"
            : Character.toUpperCase(field.charAt(0)) + field.substring(1);
    shown.put(name, Objects.requireNonNullElse(object.get(field), JsonNull.NULL));
  }
}

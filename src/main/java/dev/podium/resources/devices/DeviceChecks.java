package dev.podium.resources.devices;

import dev.podium.cel.CelCompileException;
import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelFormats;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.ResourceFields;
import dev.podium.resources.fields.SelectorFields;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What several kinds of resource.k8s.io say in the same way: selectors, configurations, taints,
/// conditions of binding.
///
/// Upstream: pkg/apis/resource/validation/validation.go.
final class DeviceChecks {
  static final int MOST_CONFIGURATIONS = 32;

  private static final int MOST_SELECTORS = 32;
  private static final int MOST_BINDING_CONDITIONS = 4;
  private static final int LONGEST_EXPRESSION = 10 * 1024;
  private static final int LONGEST_PARAMETERS = 10 * 1024;
  private static final List<String> EFFECTS = List.of("NoExecute", "NoSchedule", "None");

  private DeviceChecks() {}

  static void deviceClass(ApiObject deviceClass, List<FieldError> errors) {
    Part spec = Part.of(deviceClass, errors).at("spec");
    selectors(spec);
    DeviceLists.each(spec, "config", MOST_CONFIGURATIONS, DeviceChecks::configuration);
    if (spec.has("extendedResourceName")
        && !ResourceFields.isExtended(spec.string("extendedResourceName"))) {
      spec.invalid("extendedResourceName", "must be a valid extended resource name");
    }
  }

  static void selectors(Part parent) {
    DeviceLists.each(
        parent,
        "selectors",
        MOST_SELECTORS,
        selector ->
            selector
                .find("cel")
                .ifPresentOrElse(DeviceChecks::expression, () -> selector.required("cel")));
  }

  private static void expression(Part cel) {
    String expression = cel.string("expression");
    if (expression.length() > LONGEST_EXPRESSION) {
      cel.add(FieldError.tooLong(cel.child("expression"), LONGEST_EXPRESSION));
      return;
    }
    try {
      DeviceExpressions.compile(expression);
    } catch (CelCompileException e) {
      cel.invalid("expression", expression, e.text());
    }
  }

  static void configuration(Part configuration) {
    Optional<Part> opaque = configuration.find("opaque");
    if (opaque.isEmpty()) {
      configuration.required("opaque");
      return;
    }
    DeviceNames.driver(opaque.get(), "driver");
    if (opaque.get().has("parameters")) {
      raw(opaque.get(), "parameters");
    } else {
      opaque.get().required("parameters");
    }
  }

  /// A JSON object that only a driver reads (validateRawExtension).
  static void raw(Part part, String field) {
    Object value = Objects.requireNonNull(part.value().get(field));
    if (Json.write(value).getBytes(StandardCharsets.UTF_8).length > LONGEST_PARAMETERS) {
      part.add(FieldError.tooLong(part.child(field), LONGEST_PARAMETERS));
    } else if (!(value instanceof JsonObject)) {
      part.invalid(field, "<value omitted>", "must be a valid JSON object");
    }
  }

  static void taint(Part taint) {
    SelectorFields.labelName(taint, "key");
    labelValue(taint);
    taint.oneOf("effect", EFFECTS);
  }

  static void tolerations(Part parent) {
    for (Part toleration : parent.items("tolerations")) {
      if (!toleration.string("key").isEmpty()) {
        SelectorFields.labelName(toleration, "key");
      }
      switch (toleration.string("operator")) {
        case "Exists" -> {
          if (!toleration.string("value").isEmpty()) {
            toleration.invalid("value", "must be empty for operator `Exists`");
          }
        }
        case "Equal" -> labelValue(toleration);
        default -> toleration.oneOf("operator", List.of("Equal", "Exists"));
      }
      if (!toleration.string("effect").isEmpty()) {
        toleration.oneOf("effect", EFFECTS);
      }
    }
  }

  private static void labelValue(Part part) {
    part.faults("value", LabelFormats.value(part.string("value")));
  }

  /// What must come true, and what must not, before a pod is bound to its devices.
  static void bindingConditions(Part device) {
    String wanted = "bindingConditions";
    String failed = "bindingFailureConditions";
    labelNames(device, wanted);
    labelNames(device, failed);
    List<String> conditions = device.strings(wanted);
    List<String> failures = device.strings(failed);
    differ(device, wanted, Set.of());
    differ(device, failed, Set.copyOf(conditions));
    if (conditions.isEmpty() && !failures.isEmpty()) {
      device.invalid(wanted, wanted + " are required to use " + failed);
    }
    if (failures.isEmpty() && !conditions.isEmpty()) {
      device.invalid(failed, failed + " are required to use " + wanted);
    }
  }

  private static void labelNames(Part device, String field) {
    if (!DeviceLists.fits(device, field, MOST_BINDING_CONDITIONS)) {
      return;
    }
    List<String> names = device.strings(field);
    for (int i = 0; i < names.size(); i++) {
      FieldChecks.format(
          names.get(i),
          LabelFormats.key(names.get(i)),
          device.child(field).index(i),
          device.errors());
    }
  }

  private static void differ(Part device, String field, Set<String> others) {
    Set<String> seen = new HashSet<>();
    List<String> names = device.strings(field);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      FieldPath path = device.child(field).index(i);
      if (!seen.add(name)) {
        device.add(FieldError.duplicate(path, name));
      }
      if (others.contains(name)) {
        device.add(
            FieldError.invalid(path, name, field + " must not overlap with bindingConditions"));
      }
    }
  }
}

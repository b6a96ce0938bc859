package dev.podium.resources.devices;

import dev.podium.cel.CelCompileException;
import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What several kinds of resource.k8s.io say in the same way: drivers, selectors, configurations.
///
/// Upstream: pkg/apis/resource/validation/validation.go.
final class DeviceChecks {
  private static final int MOST_SELECTORS = 32;
  private static final int MOST_CONFIGURATIONS = 32;
  private static final int LONGEST_EXPRESSION = 10 * 1024;
  private static final int LONGEST_POOL = 253;
  private static final int LONGEST_DRIVER = 63;

  private DeviceChecks() {}

  static void deviceClass(ApiObject deviceClass, List<FieldError> errors) {
    Part spec = Part.of(deviceClass, errors).at("spec");
    selectors(spec);
    atMost(spec, "config", MOST_CONFIGURATIONS);
    spec.items("config").forEach(DeviceChecks::configuration);
  }

  static void selectors(Part parent) {
    atMost(parent, "selectors", MOST_SELECTORS);
    for (Part selector : parent.items("selectors")) {
      selector
          .find("cel")
          .ifPresentOrElse(DeviceChecks::expression, () -> selector.required("cel"));
    }
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
      cel.invalid("expression", e.text());
    }
  }

  static void configuration(Part configuration) {
    configuration
        .find("opaque")
        .ifPresentOrElse(
            opaque -> {
              driver(opaque);
              if (!opaque.has("parameters")) {
                opaque.required("parameters");
              }
            },
            () -> configuration.required("opaque"));
  }

  /// The name of a driver, whose rules are those for CSI drivers (ValidateCSIDriverName).
  static void driver(Part part) {
    String driver = part.string("driver");
    if (!part.requireText("driver")) {
      return;
    }
    if (driver.length() > LONGEST_DRIVER) {
      part.add(FieldError.tooLong(part.child("driver"), LONGEST_DRIVER));
    }
    part.faults("driver", NameFormats.dns1123Subdomain(driver.toLowerCase(Locale.ROOT)));
  }

  static void poolName(Part pool, String field) {
    String name = pool.string(field);
    if (!pool.requireText(field)) {
      return;
    }
    if (name.length() > LONGEST_POOL) {
      pool.add(FieldError.tooLong(pool.child(field), LONGEST_POOL));
    }
    for (String part : name.split("/", -1)) {
      FieldChecks.format(
          part, NameFormats.dns1123Subdomain(part), pool.child(field), pool.errors());
    }
  }

  static void label(Part part, String field) {
    for (String fault : NameFormats.dns1123Label(part.string(field))) {
      part.invalid(field, part.string(field), fault);
    }
  }

  static void atMost(Part part, String field, int most) {
    int size = part.array(field).size();
    if (size > most) {
      part.add(FieldError.tooMany(part.child(field), size, most));
    }
  }

  /// Items that must differ in their names.
  static void unique(Part part, String field) {
    Set<String> seen = new HashSet<>();
    for (Part item : part.items(field)) {
      if (!seen.add(item.string("name"))) {
        item.add(FieldError.duplicate(item.path(), item.string("name")));
      }
    }
  }

  /// Texts that must differ.
  static void uniqueTexts(Part part, String field) {
    Set<String> seen = new HashSet<>();
    List<String> texts = part.strings(field);
    for (int i = 0; i < texts.size(); i++) {
      FieldPath path = part.child(field).index(i);
      if (!seen.add(texts.get(i))) {
        part.add(FieldError.duplicate(path, texts.get(i)));
      }
    }
  }
}

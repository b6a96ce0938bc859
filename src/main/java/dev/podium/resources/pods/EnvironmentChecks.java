package dev.podium.resources.pods;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.LabelFormats;
import dev.podium.object.NameFormats;
import dev.podium.object.NameRule;
import dev.podium.object.Quantity;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import dev.podium.resources.volumes.Paths;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Environment variables of containers and where their values come from.
///
/// Upstream: pkg/apis/core/validation/validation.go (ValidateEnv, ValidateEnvFrom) and
/// pkg/apis/core/pods/helpers.go (ConvertDownwardAPIFieldLabel).
final class EnvironmentChecks {
  static final List<String> FIELDS_IN_VARIABLES =
      List.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");
  static final List<String> FIELDS_IN_VOLUMES =
      List.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid");

  /// All that can be asked of a pod at all, before it is asked where.
  private static final Set<String> KNOWN_FIELDS =
      Set.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.restartPolicy",
          "spec.serviceAccountName",
          "spec.schedulerName",
          "status.phase",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");

  private static final List<String> RESOURCES =
      List.of(
          "limits.cpu",
          "limits.ephemeral-storage",
          "limits.memory",
          "requests.cpu",
          "requests.ephemeral-storage",
          "requests.memory");
  private static final Set<String> BINARY_DIVISORS =
      Set.of("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei");
  private static final String BINARY_DIVISORS_WORDS =
      "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported"
          + " with the %s resource";
  private static final Pattern SUBSCRIPT = Pattern.compile("(.*?)\\['(.*)'\\]");

  private EnvironmentChecks() {}

  static void variables(Part container) {
    for (Part variable : container.items("env")) {
      if (variable.requireText("name")) {
        variable.faults("name", NameFormats.relaxedEnvVarName(variable.string("name")));
      }
      variable.find("valueFrom").ifPresent(source -> valueFrom(source, variable));
    }
  }

  private static void valueFrom(Part source, Part variable) {
    int sources = 0;
    if (source.has("fieldRef")) {
      sources++;
      fieldReference(source.at("fieldRef"), FIELDS_IN_VARIABLES);
    }
    if (source.has("resourceFieldRef")) {
      sources++;
      resourceReference(source.at("resourceFieldRef"), false);
    }
    for (String kind : List.of("configMapKeyRef", "secretKeyRef")) {
      if (source.has(kind)) {
        sources++;
        key(source.at(kind));
      }
    }
    if (source.has("fileKeyRef")) {
      sources++;
      fileKey(source.at("fileKeyRef"));
    }
    if (sources == 0) {
      invalid(
          source.path(),
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef`"
              + " or `fileKeyRef`",
          source);
    } else if (!variable.string("value").isEmpty()) {
      invalid(source.path(), "may not be specified when `value` is not empty", source);
    } else if (sources > 1) {
      invalid(source.path(), "may not have more than one field specified at a time", source);
    }
  }

  private static void invalid(FieldPath path, String detail, Part part) {
    part.add(FieldError.invalid(path, "", detail));
  }

  static void fieldReference(Part reference, List<String> supported) {
    if (!reference.requireText("apiVersion") || !reference.requireText("fieldPath")) {
      return;
    }
    String asked = reference.string("fieldPath");
    Matcher subscripted = SUBSCRIPT.matcher(asked);
    String problem = unknownField(reference.string("apiVersion"), asked, subscripted.matches());
    if (!problem.isEmpty()) {
      reference.invalid("fieldPath", "error converting fieldPath: " + problem);
    } else if (subscripted.matches()) {
      subscript(reference, subscripted.group(1), subscripted.group(2));
    } else if (!supported.contains(asked)) {
      reference.notSupported("fieldPath", supported);
    }
  }

  /// Upstream: ConvertDownwardAPIFieldLabel.
  private static String unknownField(String version, String field, boolean subscripted) {
    if (!version.equals("v1")) {
      return "unsupported pod version: " + version;
    }
    if (subscripted) {
      String path = field.substring(0, field.indexOf('['));
      return path.equals("metadata.annotations") || path.equals("metadata.labels")
          ? ""
          : "field label does not support subscript: " + field;
    }
    return KNOWN_FIELDS.contains(field) ? "" : "field label not supported: " + field;
  }

  private static void subscript(Part reference, String path, String key) {
    String checked = path.equals("metadata.annotations") ? key.toLowerCase(Locale.ROOT) : key;
    FieldChecks.format(checked, LabelFormats.key(checked), reference.path(), reference.errors());
  }

  /// @param inVolume whether the container must be named, since none is at hand
  static void resourceReference(Part reference, boolean inVolume) {
    String resource = reference.string("resource");
    if (inVolume && reference.string("containerName").isEmpty()) {
      reference.required("containerName");
    } else if (resource.isEmpty()) {
      reference.required("resource");
    } else if (!RESOURCES.contains(resource) && !hugePages(resource)) {
      reference.notSupported("resource", RESOURCES);
    }
    String divisor = reference.string("divisor");
    if (!divisor.isEmpty() && !Quantity.parse(divisor).isZero()) {
      divisor(reference, resource, divisor);
    }
  }

  private static boolean hugePages(String resource) {
    return resource.startsWith("requests.hugepages-") || resource.startsWith("limits.hugepages-");
  }

  private static void divisor(Part reference, String resource, String divisor) {
    String detail =
        switch (resource) {
          case "limits.cpu", "requests.cpu" ->
              Set.of("1m", "1").contains(divisor)
                  ? ""
                  : "only divisor's values 1m and 1 are supported with the cpu resource";
          case "limits.memory", "requests.memory" -> binaryDivisor(divisor, "memory");
          case "limits.ephemeral-storage", "requests.ephemeral-storage" ->
              binaryDivisor(divisor, "local ephemeral storage");
          default -> hugePages(resource) ? binaryDivisor(divisor, "hugepages") : "";
        };
    if (!detail.isEmpty()) {
      reference.invalid("divisor", resource, detail);
    }
  }

  private static String binaryDivisor(String divisor, String resource) {
    return BINARY_DIVISORS.contains(divisor) ? "" : BINARY_DIVISORS_WORDS.formatted(resource);
  }

  private static void key(Part reference) {
    reference.faults("name", NameFormats.dns1123Subdomain(reference.string("name")));
    if (reference.requireText("key")) {
      reference.faults("key", NameFormats.configMapKey(reference.string("key")));
    }
  }

  private static void fileKey(Part reference) {
    if (reference.requireText("key")) {
      reference.faults("key", NameFormats.relaxedEnvVarName(reference.string("key")));
    }
    if (reference.requireText("volumeName")) {
      reference.faults("volumeName", NameFormats.dns1123Label(reference.string("volumeName")));
    }
    if (reference.requireText("path")) {
      Paths.notReserved(reference.string("path"), reference.child("path"), reference.errors());
    }
  }

  static void sources(Part container) {
    FieldPath path = container.child("envFrom");
    for (Part source : container.items("envFrom")) {
      if (!source.string("prefix").isEmpty()) {
        source.faults("prefix", NameFormats.relaxedEnvVarName(source.string("prefix")));
      }
      int sources = 0;
      for (String kind : List.of("configMapRef", "secretRef")) {
        if (source.has(kind)) {
          sources++;
          named(source.at(kind));
        }
      }
      if (sources == 0) {
        invalid(path, "must specify one of: `configMapRef` or `secretRef`", container);
      } else if (sources > 1) {
        invalid(path, "may not have more than one field specified at a time", container);
      }
    }
  }

  private static void named(Part reference) {
    if (reference.requireText("name")) {
      reference.faults("name", NameRule.SUBDOMAIN.problems(reference.string("name"), true));
    }
  }
}

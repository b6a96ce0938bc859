package dev.podium.admission;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectKey;
import dev.podium.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Holds pods to the Pod Security Standards that their namespace's labels name.
///
/// Upstream: k8s.io/pod-security-admission/admission/admission.go.
final class PodSecurity implements AdmissionStep {
  private static final String PREFIX = "pod-security.kubernetes.io/";
  private static final List<String> LEVELS = List.of("privileged", "baseline", "restricted");
  private static final String LATEST = "latest";
  private static final Pattern VERSION = Pattern.compile("v1\\.(0|[1-9]\\d{0,2})");
  private static final int NEWEST = 36;

  /// As many of a namespace's pods as are looked at when its labels change.
  private static final int MOST_PODS = 3000;

  private static final GroupResource PODS = new GroupResource("", "pods");
  private static final Set<String> OTHER_SUBRESOURCES =
      Set.of(
          "exec",
          "attach",
          "binding",
          "eviction",
          "log",
          "portforward",
          "proxy",
          "status",
          "resize");
  private static final Set<String> WORKLOADS =
      Set.of(
          "deployments",
          "replicasets",
          "statefulsets",
          "daemonsets",
          "replicationcontrollers",
          "jobs",
          "cronjobs",
          "podtemplates");

  private final Store store;

  PodSecurity(Store store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "PodSecurity";
  }

  @Override
  public void validate(AdmissionRequest request) {
    if (request.object().isEmpty()) {
      return;
    }
    ApiObject object = request.object().get();
    if (request.isFor("namespaces")) {
      namespace(request, object);
    } else if (isPod(request)) {
      if (request.old().map(old -> isSignificant(object.spec(), old.spec())).orElse(true)) {
        pod(request, object.root(), true);
      }
    } else if (request.subresource().isEmpty()
        && WORKLOADS.contains(request.resource().resource())) {
      template(object).ifPresent(template -> pod(request, template, false));
    }
  }

  private static boolean isPod(AdmissionRequest request) {
    return request.resource().equals(PODS) && !OTHER_SUBRESOURCES.contains(request.subresource());
  }

  /// Whether an update changes what the standards look at: only images and new containers do.
  private static boolean isSignificant(JsonObject spec, JsonObject old) {
    return Stream.of("containers", "initContainers", "ephemeralContainers")
        .anyMatch(list -> !images(spec.objects(list)).equals(images(old.objects(list))));
  }

  private static List<List<String>> images(List<JsonObject> containers) {
    return containers.stream().map(c -> List.of(c.string("name"), c.string("image"))).toList();
  }

  private void pod(AdmissionRequest request, JsonObject pod, boolean enforced) {
    Map<String, String> labels =
        store
            .get(new ObjectKey(new GroupResource("", "namespaces"), "", request.namespace()))
            .map(ApiObject::labels)
            .orElse(Map.of());
    if (enforced) {
      found(Standard.of(labels, "enforce"), pod)
          .ifPresent(why -> {
            throw Refusal.of(request, "violates " + why);
          });
    }
    found(Standard.of(labels, "warn"), pod)
        .ifPresent(why -> request.warnings().accept("would violate " + why));
  }

  private static Optional<JsonObject> template(ApiObject workload) {
    return workload
        .root()
        .findObject("spec", "jobTemplate", "spec", "template")
        .or(() -> workload.root().findObject("spec", "template"))
        .or(() -> workload.root().findObject("template"));
  }

  private static Optional<String> found(Standard standard, JsonObject pod) {
    Map<String, String> violations = standard.violations(pod);
    return violations.isEmpty()
        ? Optional.empty()
        : Optional.of(
            violations.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", ", "PodSecurity \"" + standard + "\": ", "")));
  }

  /// Labels must name what there is; and who tightens them hears of the pods that are too loose.
  private void namespace(AdmissionRequest request, ApiObject namespace) {
    List<FieldError> errors = labelErrors(namespace.labels());
    Map<String, String> before = request.old().map(ApiObject::labels).orElse(Map.of());
    if (!errors.isEmpty() && !errors.equals(labelErrors(before))) {
      throw ApiException.invalid(request.kind().groupKind(), namespace.name(), errors);
    }
    Standard wanted = Standard.of(namespace.labels(), "enforce");
    if (request.old().isPresent() && wanted.isTighterThan(Standard.of(before, "enforce"))) {
      warnings(namespace.name(), wanted).forEach(request.warnings());
    }
  }

  private static List<FieldError> labelErrors(Map<String, String> labels) {
    List<FieldError> errors = new ArrayList<>();
    for (String mode : List.of("enforce", "audit", "warn")) {
      String level = labels.getOrDefault(PREFIX + mode, LEVELS.getFirst());
      if (!LEVELS.contains(level)) {
        errors.add(labelError(PREFIX + mode, level, "must be one of " + String.join(", ", LEVELS)));
      }
      String version = labels.getOrDefault(PREFIX + mode + "-version", LATEST);
      if (!version.equals(LATEST) && !VERSION.matcher(version).matches()) {
        errors.add(
            labelError(PREFIX + mode + "-version", version, "must be \"latest\" or \"v1.x\""));
      }
    }
    return errors;
  }

  private static FieldError labelError(String label, String value, String why) {
    return FieldError.invalid(FieldPath.of("metadata", "labels").key(label), value, why);
  }

  private List<String> warnings(String namespace, Standard standard) {
    Map<String, List<String>> podsByReason = new TreeMap<>();
    store.snapshot(PODS).stream(namespace, "")
        .limit(MOST_PODS)
        .forEach(pod -> {
          Map<String, String> violations = standard.violations(pod.root());
          if (!violations.isEmpty()) {
            podsByReason
                .computeIfAbsent(String.join(", ", violations.keySet()), _ -> new ArrayList<>())
                .add(pod.name());
          }
        });
    if (podsByReason.isEmpty()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    podsByReason.forEach((reason, pods) -> texts.add(who(pods) + ": " + reason));
    texts.sort(null);
    texts.addFirst(
        "existing pods in namespace \"%s\" violate the new PodSecurity enforce level \"%s\""
            .formatted(namespace, standard));
    return texts;
  }

  private static String who(List<String> pods) {
    String first = pods.stream().min(String::compareTo).orElseThrow();
    return switch (pods.size()) {
      case 1 -> first;
      case 2 -> first + " (and 1 other pod)";
      default -> first + " (and " + (pods.size() - 1) + " other pods)";
    };
  }

  /// A level in a version, printed as `baseline:latest`.
  private record Standard(String level, String version) {
    /// What a namespace's labels say for a mode; the strictest where they make no sense.
    static Standard of(Map<String, String> labels, String mode) {
      String level = labels.getOrDefault(PREFIX + mode, LEVELS.getFirst());
      String version = labels.getOrDefault(PREFIX + mode + "-version", LATEST);
      return new Standard(
          LEVELS.contains(level) ? level : LEVELS.getLast(),
          VERSION.matcher(version).matches() ? version : LATEST);
    }

    Map<String, String> violations(JsonObject pod) {
      int minor = version.equals(LATEST) ? NEWEST : Integer.parseInt(version.substring(3));
      return PodStandard.violations(pod, level, minor);
    }

    boolean isTighterThan(Standard other) {
      return !equals(other)
          && !level.equals(LEVELS.getFirst())
          && (!version.equals(other.version)
              || LEVELS.indexOf(level) > LEVELS.indexOf(other.level));
    }

    @Override
    public String toString() {
      return level + ":" + version;
    }
  }
}

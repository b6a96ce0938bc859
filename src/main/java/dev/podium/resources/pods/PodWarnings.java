package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldPath;
import dev.podium.object.GoText;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelFormats;
import dev.podium.object.NameFormats;
import dev.podium.object.Quantity;
import dev.podium.resources.fields.OldNodeLabels;
import dev.podium.resources.fields.Part;
import dev.podium.resources.volumes.ClaimSpecs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is valid in a pod or a template and most likely not what was meant.
///
/// Upstream: pkg/api/pod/warnings.go.
final class PodWarnings {
  private static final Map<String, String> OLD_ANNOTATIONS =
      Map.of(
          "scheduler.alpha.kubernetes.io/critical-pod",
          "non-functional in v1.16+; use the \"priorityClassName\" field instead",
          "security.alpha.kubernetes.io/sysctls",
          "non-functional in v1.11+; use the \"sysctls\" field instead",
          "security.alpha.kubernetes.io/unsafe-sysctls",
          "non-functional in v1.11+; use the \"sysctls\" field instead");
  private static final Map<String, String> OLD_VOLUMES = new LinkedHashMap<>();

  static {
    OLD_VOLUMES.put("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+");
    OLD_VOLUMES.put("gitRepo", "deprecated in v1.11, and disabled by default in v1.33+");
    OLD_VOLUMES.put("scaleIO", "deprecated in v1.16, non-functional in v1.22+");
    OLD_VOLUMES.put("flocker", "deprecated in v1.22, non-functional in v1.25+");
    OLD_VOLUMES.put("storageos", "deprecated in v1.22, non-functional in v1.25+");
    OLD_VOLUMES.put("quobyte", "deprecated in v1.22, non-functional in v1.25+");
    OLD_VOLUMES.put("glusterfs", "deprecated in v1.25, non-functional in v1.26+");
    OLD_VOLUMES.put("cephfs", "deprecated in v1.28, non-functional in v1.31+");
    OLD_VOLUMES.put("rbd", "deprecated in v1.28, non-functional in v1.31+");
  }

  private static final String NO_SELECTOR = "a null labelSelector results in matching no pod";
  private static final String SECCOMP_FIELD =
      "non-functional in v1.27+; use the \"seccompProfile\" field instead";
  private static final String APP_ARMOR_FIELD =
      "deprecated since v1.30; use the \"appArmorProfile\" field instead";

  private final FieldPath base;
  private final Part spec;
  private final Map<String, String> annotations;
  private final List<String> warnings = new ArrayList<>(0);

  private PodWarnings(FieldPath base, JsonObject template) {
    this.base = base;
    this.spec = new Part(template.object("spec"), base.child("spec"), new ArrayList<>(0));
    this.annotations = template.stringMap("metadata", "annotations");
  }

  /// Nobody reads warnings about updates of pods, which mostly come from machines.
  static List<String> ofPod(ApiObject pod, Optional<ApiObject> old) {
    if (old.isPresent()) {
      return List.of();
    }
    List<String> all = new ArrayList<>(0);
    List<String> faults = NameFormats.dns1123Label(pod.name());
    if (!faults.isEmpty()) {
      all.add(
          "metadata.name: this is used in the Pod's hostname, which can result in surprising"
              + " behavior; a DNS label is recommended: ["
              + String.join(" ", faults)
              + "]");
    }
    all.addAll(new PodWarnings(FieldPath.ROOT, pod.root()).collect(false));
    return all;
  }

  static List<String> ofTemplate(JsonObject template, FieldPath path) {
    return new PodWarnings(path, template).collect(true);
  }

  private List<String> collect(boolean template) {
    nodeLabels();
    spread();
    annotations();
    volumes();
    repeated("hostAliases", "ip");
    repeated("imagePullSecrets", "name");
    emptyPullSecrets();
    fractional(spec.at("overhead"), List.of("memory", "ephemeral-storage"));
    seccompOfPod();
    AllContainers.of(spec).forEach(container -> container(container, template));
    warnings.addAll(PortWarnings.of(spec));
    if (spec.integer("terminationGracePeriodSeconds") < 0) {
      warn(
          spec.child("terminationGracePeriodSeconds"),
          "must be >= 0; negative values are invalid and will be treated as 1");
    }
    podAffinity();
    return warnings;
  }

  private void warn(FieldPath path, String text) {
    warnings.add(path + ": " + text);
  }

  private void nodeLabels() {
    for (String key : spec.at("nodeSelector").value().keys()) {
      OldNodeLabels.warn(spec.child("nodeSelector").key(key), key, warnings);
    }
    Part affinity = spec.at("affinity", "nodeAffinity");
    affinity
        .at("requiredDuringSchedulingIgnoredDuringExecution")
        .items("nodeSelectorTerms")
        .forEach(term -> nodeTerm(term, false));
    affinity
        .items("preferredDuringSchedulingIgnoredDuringExecution")
        .forEach(term -> nodeTerm(term.at("preference"), true));
  }

  private void nodeTerm(Part term, boolean checkValues) {
    for (Part expression : term.items("matchExpressions")) {
      String key = expression.string("key");
      OldNodeLabels.word(key).ifPresent(word -> warn(expression.child("key"), key + " is " + word));
      List<String> values = expression.strings("values");
      for (int i = 0; checkValues && i < values.size(); i++) {
        for (String fault : LabelFormats.value(values.get(i))) {
          warn(expression.child("values").index(i), values.get(i) + " is invalid, " + fault);
        }
      }
    }
  }

  private void spread() {
    for (Part constraint : spec.items("topologySpreadConstraints")) {
      String key = constraint.string("topologyKey");
      OldNodeLabels.word(key)
          .ifPresent(word -> warn(constraint.child("topologyKey"), key + " is " + word));
      if (!constraint.has("labelSelector")) {
        warn(constraint.child("labelSelector"), NO_SELECTOR);
      }
    }
  }

  private FieldPath annotation(String key) {
    return base.child("metadata", "annotations").key(key);
  }

  private void annotations() {
    for (String key : annotations.keySet()) {
      String text = OLD_ANNOTATIONS.get(key);
      if (text != null) {
        warn(annotation(key), text);
      }
    }
  }

  private void volumes() {
    for (Part volume : spec.items("volumes")) {
      OLD_VOLUMES.forEach((kind, text) -> {
        if (volume.has(kind)) {
          // The path is upstream's own spelling.
          warn(volume.child(kind.equals("storageos") ? "storageOS" : kind), text);
        }
      });
      Part claim = volume.at("ephemeral", "volumeClaimTemplate", "spec");
      warnings.addAll(ClaimSpecs.warnings(claim.value(), claim.path()));
    }
    warnings.addAll(TokenPathWarnings.of(spec));
  }

  private void repeated(String list, String field) {
    Set<String> seen = new HashSet<>();
    for (Part item : spec.items(list)) {
      if (!seen.add(item.string(field))) {
        warn(item.child(field), "duplicate " + field + " " + GoText.quote(item.string(field)));
      }
    }
  }

  private void emptyPullSecrets() {
    for (Part secret : spec.items("imagePullSecrets")) {
      if (secret.string("name").isEmpty()) {
        warn(secret.child("name"), "invalid empty name \"\"");
      }
    }
  }

  private void fractional(Part list, List<String> resources) {
    for (String resource : resources) {
      String text = list.string(resource);
      Quantity quantity = text.isEmpty() ? Quantity.ZERO : Quantity.parse(text);
      if (quantity.milliValue() % 1000 != 0) {
        warn(
            list.path().key(resource),
            "fractional byte value \"" + quantity + "\" is invalid, must be an integer");
      }
    }
  }

  private void seccompOfPod() {
    boolean field = spec.at("securityContext").has("seccompProfile");
    if (!field && annotations.containsKey(AnnotationChecks.SECCOMP_POD)) {
      warn(annotation(AnnotationChecks.SECCOMP_POD), SECCOMP_FIELD);
    }
  }

  private void container(Part container, boolean template) {
    Part context = container.at("securityContext");
    String seccomp = AnnotationChecks.SECCOMP_CONTAINER + container.string("name");
    if (!context.has("seccompProfile") && annotations.containsKey(seccomp)) {
      warn(annotation(seccomp), SECCOMP_FIELD);
    }
    String appArmor = AnnotationChecks.APP_ARMOR + container.string("name");
    boolean profile =
        context.has("appArmorProfile") || spec.at("securityContext").has("appArmorProfile");
    if (template && !profile && annotations.containsKey(appArmor)) {
      warn(annotation(appArmor), APP_ARMOR_FIELD);
    }
    for (String resource : List.of("memory", "ephemeral-storage")) {
      fractional(container.at("resources", "limits"), List.of(resource));
      fractional(container.at("resources", "requests"), List.of(resource));
    }
    hiddenVariables(container);
  }

  private void hiddenVariables(Part container) {
    Set<String> seen = new HashSet<>();
    for (Part variable : container.items("env")) {
      String name = variable.string("name");
      String reference = "$(" + name + ")";
      String value = variable.string("value");
      boolean extended =
          !variable.has("valueFrom") && value.contains(reference) && !value.equals(reference);
      if (!seen.add(name) && !extended) {
        warn(
            variable.path(),
            "hides previous definition of "
                + GoText.quote(name)
                + ", which may be dropped when using apply");
      }
    }
  }

  private void podAffinity() {
    for (String kind : List.of("podAffinity", "podAntiAffinity")) {
      Part affinity = spec.at("affinity", kind);
      affinity.items("requiredDuringSchedulingIgnoredDuringExecution").forEach(this::podTerm);
      affinity
          .items("preferredDuringSchedulingIgnoredDuringExecution")
          .forEach(term -> podTerm(term.at("podAffinityTerm")));
    }
  }

  private void podTerm(Part term) {
    if (!term.has("labelSelector")) {
      warn(term.child("labelSelector"), NO_SELECTOR);
    }
  }
}

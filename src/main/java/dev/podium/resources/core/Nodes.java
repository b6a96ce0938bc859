package dev.podium.resources.core;

import dev.podium.object.ApiObject;
import dev.podium.object.Cidr;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.IpFormats;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelFormats;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Quantity;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.registry.Verb;
import dev.podium.registry.WriteContext;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.ResourceFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Node: where pods run; kubelets create it together with its status.
///
/// Upstream: pkg/registry/core/node/strategy.go, ValidateNode, ValidateNodeUpdate, printNode.
final class Nodes {
  private static final String ROLE_PREFIX = "node-role.kubernetes.io/";
  private static final List<String> TAINT_EFFECTS =
      List.of("NoSchedule", "PreferNoSchedule", "NoExecute");
  private static final List<String> SYSTEM_INFO =
      List.of(
          "machineID",
          "systemUUID",
          "bootID",
          "kernelVersion",
          "osImage",
          "containerRuntimeVersion",
          "kubeletVersion",
          "kubeProxyVersion",
          "operatingSystem",
          "architecture");

  private Nodes() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("v1", "Node", "nodes")
        .shortNames("no")
        .clusterScoped()
        .selectable(
            "spec.unschedulable", node -> Boolean.toString(node.spec().bool("unschedulable")))
        .defaults(Nodes::setDefaults)
        .prepareCreate(Nodes::prepareCreate)
        .prepareUpdate(Nodes::prepareUpdate)
        .validate(Nodes::validate)
        .validateUpdate(Nodes::validateUpdate)
        .warn((node, _) -> warnings(node))
        .subresource(
            new Subresource(
                "proxy",
                new GroupVersionKind("", "v1", "NodeProxyOptions"),
                EnumSet.of(Verb.CREATE, Verb.DELETE, Verb.GET, Verb.PATCH, Verb.UPDATE),
                new Subresource.Connect()))
        .status(Nodes::validateUpdate)
        .keepsStatusOnCreate()
        .table(
            TableLayout.of(
                Nodes::cells,
                TableLayout.name(),
                TableLayout.string("Status"),
                TableLayout.string("Roles"),
                TableLayout.age(),
                TableLayout.string("Version"),
                TableLayout.string("Internal-IP").wide(),
                TableLayout.string("External-IP").wide(),
                TableLayout.string("OS-Image").wide(),
                TableLayout.string("Kernel-Version").wide(),
                TableLayout.string("Container-Runtime").wide()))
        .build();
  }

  private static void setDefaults(ObjectDraft node) {
    ObjectDraft spec = node.object("spec");
    List<String> cidrs = podCidrs(spec);
    if (!cidrs.isEmpty()) {
      spec.set("podCIDR", cidrs.getFirst()).set("podCIDRs", cidrs);
    }
    ObjectDraft status = node.object("status");
    if (status.has("capacity") && !status.has("allocatable")) {
      status.set("allocatable", status.object("capacity").freeze());
    }
    status.object("daemonEndpoints", "kubeletEndpoint").setDefault("Port", 0);
    ObjectDraft info = status.object("nodeInfo");
    SYSTEM_INFO.forEach(field -> info.setDefault(field, ""));
  }

  /// The configuration of kubelets by the API is gone (dropDisabledFields).
  private static void prepareCreate(ObjectDraft node, WriteContext context) {
    node.findObject("spec").ifPresent(spec -> spec.remove("configSource"));
    node.findObject("status").ifPresent(status -> status.remove("config"));
  }

  private static void prepareUpdate(ObjectDraft node, ApiObject old, WriteContext context) {
    node.findObject("spec").ifPresent(spec -> spec.remove("configSource"));
  }

  /// The old single field wins where both are given and differ
  /// (Convert_v1_NodeSpec_To_core_NodeSpec).
  private static List<String> podCidrs(ObjectDraft spec) {
    String single = spec.string("podCIDR");
    List<String> all = spec.findList("podCIDRs").map(l -> l.freeze().strings()).orElse(List.of());
    if (single.isEmpty()) {
      return all;
    }
    return !all.isEmpty() && all.getFirst().equals(single) ? all : List.of(single);
  }

  private static void validate(ApiObject node, List<FieldError> errors) {
    validateTaints(node.spec().objects("taints"), errors);
    validateResources(node, errors);
    List<String> cidrs = node.spec().strings("podCIDRs");
    FieldPath path = FieldPath.of("spec", "podCIDRs");
    for (int i = 0; i < cidrs.size(); i++) {
      FieldChecks.format(cidrs.get(i), IpFormats.legacyCidr(cidrs.get(i)), path.index(i), errors);
    }
    if (cidrs.size() > 1 && (cidrs.size() > 2 || families(cidrs) < 2)) {
      errors.add(
          FieldError.invalid(path, cidrs, "may specify no more than one CIDR for each IP family"));
    }
    for (int i = 0; i < cidrs.size(); i++) {
      if (cidrs.indexOf(cidrs.get(i)) < i) {
        errors.add(FieldError.duplicate(path.index(i), cidrs.get(i)));
      }
    }
  }

  /// Upstream: ValidateNodeResources.
  private static void validateResources(ApiObject node, List<FieldError> errors) {
    for (String field : List.of("capacity", "allocatable")) {
      node.status()
          .object(field)
          .forEach((resource, amount) ->
              ResourceFields.amount(
                  resource,
                  Quantity.parse(amount.toString()),
                  FieldPath.of("status", field, resource),
                  errors));
    }
  }

  private static long families(List<String> cidrs) {
    return cidrs.stream()
        .flatMap(text -> Cidr.parse(text).stream())
        .map(cidr -> cidr.first().family())
        .distinct()
        .count();
  }

  /// The path says `metadata`, as upstream's does.
  private static void validateTaints(List<JsonObject> taints, List<FieldError> errors) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < taints.size(); i++) {
      JsonObject taint = taints.get(i);
      FieldPath path = FieldPath.of("metadata", "taints").index(i);
      String key = taint.string("key");
      String effect = taint.string("effect");
      for (String problem : LabelFormats.key(key)) {
        errors.add(FieldError.invalid(path.child("key"), key, problem));
      }
      List<String> value = LabelFormats.value(taint.string("value"));
      if (!value.isEmpty()) {
        errors.add(
            FieldError.invalid(
                path.child("value"), taint.string("value"), String.join(";", value)));
      }
      if (effect.isEmpty()) {
        errors.add(FieldError.required(path.child("effect"), ""));
      } else if (!TAINT_EFFECTS.contains(effect)) {
        errors.add(FieldError.notSupported(path.child("effect"), effect, TAINT_EFFECTS));
      }
      if (!seen.add(key + "\n" + effect)) {
        errors.add(
            new FieldError(
                FieldError.Type.DUPLICATE,
                path.toString(),
                InternalForm.of("io.k8s.api.core.v1.Taint", taint),
                "taints must be unique by key and effect pair"));
      }
    }
  }

  private static void validateUpdate(ApiObject node, ApiObject old, List<FieldError> errors) {
    validateResources(node, errors);
    List<JsonObject> addresses = node.status().objects("addresses");
    for (int i = 0; i < addresses.size(); i++) {
      if (addresses.indexOf(addresses.get(i)) < i) {
        errors.add(
            FieldError.duplicate(
                FieldPath.of("status", "addresses").index(i),
                InternalForm.of("io.k8s.api.core.v1.NodeAddress", addresses.get(i))));
      }
    }
    List<String> cidrs = old.spec().strings("podCIDRs");
    if (!cidrs.isEmpty() && !cidrs.equals(node.spec().strings("podCIDRs"))) {
      errors.add(
          FieldError.forbidden(
              FieldPath.of("spec", "podCIDRs"),
              "node updates may not change podCIDR except from \"\" to valid"));
    }
    String provider = old.spec().string("providerID");
    if (!provider.isEmpty() && !provider.equals(node.spec().string("providerID"))) {
      errors.add(
          FieldError.forbidden(
              FieldPath.of("spec", "providerID"),
              "node updates may not change providerID except from \"\" to valid"));
    }
    validateTaints(node.spec().objects("taints"), errors);
  }

  private static List<String> warnings(ApiObject node) {
    List<String> warnings = new ArrayList<>(0);
    if (!node.spec().string("externalID").isEmpty()) {
      warnings.add("spec.externalID: this field is deprecated, and is unused by Kubernetes");
    }
    List<String> ranges = node.spec().strings("podCIDRs");
    for (int i = 0; i < ranges.size(); i++) {
      FieldPath path = FieldPath.of("spec", "podCIDRs").index(i);
      warnings.addAll(IpFormats.cidrWarnings(path, ranges.get(i)));
    }
    return warnings;
  }

  private static List<Object> cells(ApiObject node, Instant now) {
    JsonObject info = node.status().object("nodeInfo");
    return List.of(
        node.name(),
        status(node),
        Cells.orNone(Cells.joined(roles(node))),
        Cells.age(node, now),
        info.string("kubeletVersion"),
        Cells.orNone(address(node, "InternalIP")),
        Cells.orNone(address(node, "ExternalIP")),
        Cells.orUnknown(info.string("osImage")),
        Cells.orUnknown(info.string("kernelVersion")),
        Cells.orUnknown(info.string("containerRuntimeVersion")));
  }

  private static String status(ApiObject node) {
    List<String> words = new ArrayList<>();
    for (JsonObject condition : node.status().objects("conditions")) {
      if (condition.string("type").equals("Ready")) {
        words.add(condition.string("status").equals("True") ? "Ready" : "NotReady");
      }
    }
    if (words.isEmpty()) {
      words.add("Unknown");
    }
    if (node.spec().bool("unschedulable")) {
      words.add("SchedulingDisabled");
    }
    return Cells.joined(words);
  }

  private static Set<String> roles(ApiObject node) {
    Set<String> roles = new TreeSet<>();
    node.labels()
        .forEach((label, value) -> {
          if (label.startsWith(ROLE_PREFIX)) {
            roles.add(label.substring(ROLE_PREFIX.length()));
          } else if (label.equals("kubernetes.io/role")) {
            roles.add(value);
          }
        });
    roles.remove("");
    return roles;
  }

  private static String address(ApiObject node, String type) {
    return node.status().objects("addresses").stream()
        .filter(address -> address.string("type").equals(type))
        .map(address -> address.string("address"))
        .findFirst()
        .orElse("");
  }
}

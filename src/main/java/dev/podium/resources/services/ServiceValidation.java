package dev.podium.resources.services;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.IpFormats;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelFormats;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.EndpointAddresses;
import dev.podium.resources.fields.FieldChecks;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Upstream: validateService, ValidateServiceCreate, ValidateServiceUpdate and
/// ValidateServiceStatusUpdate in pkg/apis/core/validation/validation.go, in their order.
final class ServiceValidation {
  private static final String RANGES_ANNOTATION =
      "service.beta.kubernetes.io/load-balancer-source-ranges";
  private static final String OLD_HINTS = "service.kubernetes.io/topology-aware-hints";
  private static final String TOPOLOGY_MODE = "service.kubernetes.io/topology-mode";
  private static final String ONLY_BALANCERS = "may only be used when `type` is 'LoadBalancer'";
  private static final FieldPath SPEC = FieldPath.of("spec");
  private static final List<String> AFFINITIES = List.of("ClientIP", "None");
  private static final List<String> TYPES =
      List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
  private static final int LONGEST_AFFINITY = 86400;

  private ServiceValidation() {}

  static void validate(ApiObject service, List<FieldError> errors) {
    validate(service, Optional.empty(), errors);
  }

  static void validateUpdate(ApiObject service, ApiObject old, List<FieldError> errors) {
    ServiceSpec spec = ServiceSpec.of(service);
    ServiceSpec before = ServiceSpec.of(old);
    AddressValidation.checkChange(spec, before, errors);
    if (spec.isLoadBalancer() && before.isLoadBalancer()) {
      Optional<Object> now = spec.json().find("loadBalancerClass");
      if (!now.equals(before.json().find("loadBalancerClass"))) {
        errors.add(
            FieldError.invalid(
                SPEC.child("loadBalancerClass"),
                now.orElse(JsonNull.NULL),
                "may not change once set"));
      }
    }
    balancerClass(spec, errors);
    if (spec.needsHealthCheck()
        && before.needsHealthCheck()
        && spec.healthCheckNodePort() != before.healthCheckNodePort()) {
      errors.add(FieldError.forbidden(SPEC.child("healthCheckNodePort"), FieldChecks.IMMUTABLE));
    }
    validate(service, Optional.of(old), errors);
  }

  private static void validate(
      ApiObject service, Optional<ApiObject> old, List<FieldError> errors) {
    ServiceSpec spec = ServiceSpec.of(service);
    Optional<ServiceSpec> before = old.map(ServiceSpec::of);
    topologyAnnotations(service, errors);
    if (spec.ports().isEmpty() && !spec.isHeadless() && !spec.isExternalName()) {
      errors.add(FieldError.required(SPEC.child("ports"), ""));
    }
    byType(spec, errors);
    ports(spec, errors);
    FieldChecks.labels(spec.json().object("selector"), SPEC.child("selector"), errors);
    affinity(spec, errors);
    AddressValidation.check(spec, before, errors);
    externalIps(spec, before, errors);
    oneOf(spec, "type", TYPES, errors);
    nodePorts(spec, errors);
    duplicatePorts(spec, errors);
    sourceRanges(service, old, errors);
    balancerFields(spec, errors);
    balancerClass(spec, errors);
    TrafficPolicyValidation.check(spec, errors);
  }

  private static void topologyAnnotations(ApiObject service, List<FieldError> errors) {
    Optional<String> mode = service.annotation(TOPOLOGY_MODE);
    Optional<String> hints = service.annotation(OLD_HINTS);
    if (mode.isPresent() && hints.isPresent() && !mode.equals(hints)) {
      errors.add(
          FieldError.invalid(
              FieldPath.of("metadata", "annotations").key(TOPOLOGY_MODE),
              mode.get(),
              "must match annotations[" + OLD_HINTS + "] when both are specified"));
    }
  }

  private static void byType(ServiceSpec spec, List<FieldError> errors) {
    if (spec.usesNodePorts() && spec.isHeadless()) {
      errors.add(
          FieldError.invalid(
              SPEC.child("clusterIPs").index(0),
              ServiceSpec.NO_ADDRESS,
              "may not be set to 'None' for " + spec.type() + " services"));
    }
    if (!spec.isExternalName()) {
      return;
    }
    for (String field : List.of("clusterIPs", "ipFamilies")) {
      if (!spec.json().array(field).isEmpty()) {
        errors.add(
            FieldError.forbidden(SPEC.child(field), "may not be set for ExternalName services"));
      }
    }
    if (spec.ipFamilyPolicy().isPresent()) {
      errors.add(
          FieldError.forbidden(
              SPEC.child("ipFamilyPolicy"), "may not be set for ExternalName services"));
    }
    FieldPath path = SPEC.child("externalName");
    String written = spec.json().string("externalName");
    String name = written.endsWith(".") ? written.substring(0, written.length() - 1) : written;
    if (name.isEmpty()) {
      errors.add(FieldError.required(path, ""));
    } else {
      FieldChecks.format(name, NameFormats.dns1123Subdomain(name), path, errors);
    }
  }

  private static void ports(ServiceSpec spec, List<FieldError> errors) {
    Set<String> names = new HashSet<>();
    List<JsonObject> ports = spec.ports();
    for (int i = 0; i < ports.size(); i++) {
      JsonObject port = ports.get(i);
      FieldPath path = SPEC.child("ports").index(i);
      String name = port.string("name");
      if (!name.isEmpty()) {
        FieldChecks.format(name, NameFormats.dns1123Label(name), path.child("name"), errors);
        if (!names.add(name)) {
          errors.add(FieldError.duplicate(path.child("name"), name));
        }
      } else if (ports.size() > 1) {
        errors.add(FieldError.required(path.child("name"), ""));
      }
      FieldChecks.portNumber(port.integer("port"), path.child("port"), errors);
      FieldChecks.protocol(port.string("protocol"), path.child("protocol"), errors);
      FieldChecks.portNumberOrName(port, "targetPort", path, errors);
      port.findString("appProtocol")
          .ifPresent(protocol ->
              FieldChecks.format(
                  protocol, LabelFormats.key(protocol), path.child("appProtocol"), errors));
    }
  }

  private static void affinity(ServiceSpec spec, List<FieldError> errors) {
    oneOf(spec, "sessionAffinity", AFFINITIES, errors);
    FieldPath path = SPEC.child("sessionAffinityConfig");
    Optional<JsonObject> config = spec.json().findObject("sessionAffinityConfig");
    String affinity = spec.json().string("sessionAffinity");
    if (affinity.equals("None") && config.isPresent()) {
      errors.add(FieldError.forbidden(path, "must not be set when session affinity is None"));
    } else if (affinity.equals("ClientIP")) {
      long seconds = config.map(c -> c.integer("clientIP", "timeoutSeconds")).orElse(0L);
      if (seconds <= 0 || seconds > LONGEST_AFFINITY) {
        errors.add(
            FieldError.invalid(
                path.child("clientIP", "timeoutSeconds"),
                seconds,
                "must be greater than 0 and less than " + LONGEST_AFFINITY));
      }
    }
  }

  private static void externalIps(
      ServiceSpec spec, Optional<ServiceSpec> old, List<FieldError> errors) {
    List<String> before = old.map(ServiceSpec::externalIps).orElse(List.of());
    List<String> addresses = spec.externalIps();
    for (int i = 0; i < addresses.size(); i++) {
      FieldPath path = SPEC.child("externalIPs").index(i);
      String address = addresses.get(i);
      List<String> problems = before.contains(address) ? List.of() : IpFormats.legacyIp(address);
      FieldChecks.format(address, problems, path, errors);
      if (problems.isEmpty()) {
        EndpointAddresses.check(address, path, errors);
      }
    }
  }

  private static void nodePorts(ServiceSpec spec, List<FieldError> errors) {
    List<JsonObject> ports = spec.ports();
    for (int i = 0; i < ports.size(); i++) {
      if (spec.isClusterIp() && ports.get(i).integer("nodePort") != 0) {
        errors.add(
            FieldError.forbidden(
                SPEC.child("ports").index(i).child("nodePort"),
                "may not be used when `type` is 'ClusterIP'"));
      }
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < ports.size(); i++) {
      long nodePort = ports.get(i).integer("nodePort");
      if (nodePort != 0 && !seen.add(ports.get(i).string("protocol") + nodePort)) {
        errors.add(FieldError.duplicate(SPEC.child("ports").index(i).child("nodePort"), nodePort));
      }
    }
  }

  private static void duplicatePorts(ServiceSpec spec, List<FieldError> errors) {
    Set<JsonObject> seen = new HashSet<>();
    List<JsonObject> ports = spec.ports();
    for (int i = 0; i < ports.size(); i++) {
      // Upstream shows its key, a port of its internal type with only two fields filled in.
      JsonObject key =
          JsonObject.of(
              "Name",
              "",
              "Protocol",
              ports.get(i).string("protocol"),
              "AppProtocol",
              JsonNull.NULL,
              "Port",
              ports.get(i).integer("port"),
              "TargetPort",
              0,
              "NodePort",
              0);
      if (!seen.add(key)) {
        errors.add(FieldError.duplicate(SPEC.child("ports").index(i), key));
      }
    }
  }

  private static void sourceRanges(
      ApiObject service, Optional<ApiObject> old, List<FieldError> errors) {
    ServiceSpec spec = ServiceSpec.of(service);
    List<String> ranges = spec.json().strings("loadBalancerSourceRanges");
    if (ranges.isEmpty()) {
      service
          .annotation(RANGES_ANNOTATION)
          .ifPresent(text -> rangesAnnotation(spec, text, old, errors));
      return;
    }
    // Upstream writes this field with a capital letter.
    FieldPath path = SPEC.child("LoadBalancerSourceRanges");
    if (!spec.isLoadBalancer()) {
      errors.add(FieldError.forbidden(path, ONLY_BALANCERS));
    }
    List<String> before =
        old.map(o -> ServiceSpec.of(o).json().strings("loadBalancerSourceRanges"))
            .orElse(List.of());
    List<String> known = before.stream().map(String::strip).toList();
    for (int i = 0; i < ranges.size(); i++) {
      String range = ranges.get(i).strip();
      if (!known.contains(range)) {
        FieldChecks.format(range, IpFormats.legacyCidr(range), path.index(i), errors);
      }
    }
  }

  private static void rangesAnnotation(
      ServiceSpec spec, String text, Optional<ApiObject> old, List<FieldError> errors) {
    FieldPath path = FieldPath.of("metadata", "annotations").key(RANGES_ANNOTATION);
    if (!spec.isLoadBalancer()) {
      errors.add(FieldError.forbidden(path, ONLY_BALANCERS));
    }
    boolean same = old.flatMap(o -> o.annotation(RANGES_ANNOTATION)).equals(Optional.of(text));
    if (!same && !text.isBlank()) {
      for (String range : text.split(",", -1)) {
        FieldChecks.format(range.strip(), IpFormats.legacyCidr(range.strip()), path, errors);
      }
    }
  }

  private static void balancerFields(ServiceSpec spec, List<FieldError> errors) {
    if (spec.json().has("allocateLoadBalancerNodePorts") && !spec.isLoadBalancer()) {
      errors.add(FieldError.forbidden(SPEC.child("allocateLoadBalancerNodePorts"), ONLY_BALANCERS));
    }
  }

  private static void balancerClass(ServiceSpec spec, List<FieldError> errors) {
    FieldPath path = SPEC.child("loadBalancerClass");
    Optional<String> name = spec.json().findString("loadBalancerClass");
    if (name.isEmpty()) {
      return;
    }
    if (spec.isLoadBalancer()) {
      FieldChecks.format(name.get(), LabelFormats.key(name.get()), path, errors);
    } else {
      errors.add(FieldError.forbidden(path, ONLY_BALANCERS));
    }
  }

  private static void oneOf(
      ServiceSpec spec, String field, List<String> supported, List<FieldError> errors) {
    FieldChecks.oneOf(spec.json().string(field), supported, SPEC.child(field), errors);
  }

  static void validateStatus(ApiObject service, ApiObject old, List<FieldError> errors) {
    FieldPath path = FieldPath.of("status", "loadBalancer", "ingress");
    List<JsonObject> ingress = service.status().objects("loadBalancer", "ingress");
    if (!ServiceSpec.of(service).isLoadBalancer() && !ingress.isEmpty()) {
      errors.add(FieldError.forbidden(path, "may only be used when `spec.type` is 'LoadBalancer'"));
      return;
    }
    List<String> known =
        old.status().objects("loadBalancer", "ingress").stream().map(i -> i.string("ip")).toList();
    for (int i = 0; i < ingress.size(); i++) {
      BalancerIngress.check(ingress.get(i), known, true, path.index(i), errors);
    }
  }
}

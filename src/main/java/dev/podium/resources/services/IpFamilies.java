package dev.podium.resources.services;

import dev.podium.object.ApiException;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GroupKind;
import dev.podium.object.IpAddress;
import dev.podium.object.JsonNull;
import dev.podium.object.ObjectDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Fills in a Service's `ipFamilyPolicy` and `ipFamilies`, which depend on what the cluster serves.
///
/// Upstream: initIPFamilyFields in pkg/registry/core/service/storage/alloc.go.
final class IpFamilies {
  private static final FieldPath SPEC = FieldPath.of("spec");
  private static final FieldPath POLICY = SPEC.child("ipFamilyPolicy");

  private final List<String> served;
  private final String name;

  /// @param served the families of the cluster, the default one first
  /// @param name of the Service, for messages
  IpFamilies(List<String> served, String name) {
    this.served = served;
    this.name = name;
  }

  void fill(ObjectDraft spec, Optional<ServiceSpec> old) {
    ServiceSpec service = view(spec);
    if (service.isExternalName()
        || old.filter(o -> sameDualStackPreference(service, o)).isPresent()) {
      return;
    }
    if (service.ipFamilyPolicy().isEmpty()) {
      spec.set("ipFamilyPolicy", policy(service, old));
    }
    List<FieldError> errors = new ArrayList<>();
    AddressValidation.check(view(spec), old, errors);
    refuse(errors);
    old.ifPresent(o -> release(spec, o, errors));
    checkSingleStack(view(spec), errors);
    infer(spec, errors);
    refuse(errors);
    if (isHeadlessWithoutSelector(view(spec))) {
      fillHeadless(spec);
    } else {
      checkServed(view(spec), errors);
      refuse(errors);
      complete(spec);
    }
  }

  private static ServiceSpec view(ObjectDraft spec) {
    return new ServiceSpec(spec.freeze());
  }

  private void refuse(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw ApiException.invalid(new GroupKind("", "Service"), name, errors);
    }
  }

  private static boolean isHeadlessWithoutSelector(ServiceSpec service) {
    return service.clusterIp().equals(ServiceSpec.NO_ADDRESS) && !service.hasSelector();
  }

  private static String policy(ServiceSpec service, Optional<ServiceSpec> old) {
    return old.flatMap(ServiceSpec::ipFamilyPolicy)
        .orElse(isHeadlessWithoutSelector(service) ? "RequireDualStack" : "SingleStack");
  }

  /// What an update may give up: single stack drops the second address and family by itself.
  private static void release(ObjectDraft spec, ServiceSpec old, List<FieldError> errors) {
    ServiceSpec service = view(spec);
    List<String> addresses = service.clusterIps();
    List<String> families = service.ipFamilies();
    if (service.isSingleStack()) {
      if (addresses.size() > 1 && addresses.equals(old.clusterIps())) {
        spec.set("clusterIPs", addresses.subList(0, 1));
      }
      if (families.size() > 1 && families.equals(old.ipFamilies())) {
        spec.set("ipFamilies", families.subList(0, 1));
      }
      return;
    }
    Object policy = shownPolicy(service);
    if (!addresses.isEmpty() && addresses.size() < old.clusterIps().size()) {
      errors.add(
          FieldError.invalid(
              POLICY, policy, "must be 'SingleStack' to release the secondary cluster IP"));
    }
    if (!families.isEmpty() && families.size() < old.ipFamilies().size()) {
      errors.add(
          FieldError.invalid(
              POLICY, policy, "must be 'SingleStack' to release the secondary IP family"));
    }
  }

  private static void checkSingleStack(ServiceSpec service, List<FieldError> errors) {
    if (!service.isSingleStack()) {
      return;
    }
    String words = "must be 'RequireDualStack' or 'PreferDualStack' when multiple ";
    if (service.clusterIps().size() == 2) {
      errors.add(
          FieldError.invalid(POLICY, shownPolicy(service), words + "cluster IPs are specified"));
    }
    if (service.ipFamilies().size() == 2) {
      errors.add(
          FieldError.invalid(POLICY, shownPolicy(service), words + "IP families are specified"));
    }
  }

  /// Addresses that are given tell their families.
  private void infer(ObjectDraft spec, List<FieldError> errors) {
    ServiceSpec service = view(spec);
    List<String> addresses = service.clusterIps();
    List<String> families = new ArrayList<>(service.ipFamilies());
    for (int i = families.size(); i < addresses.size(); i++) {
      if (addresses.getFirst().equals(ServiceSpec.NO_ADDRESS)) {
        break;
      }
      String family = IpAddress.parse(addresses.get(i)).map(IpAddress::family).orElse("unknown");
      if (served.contains(family)) {
        families.add(family);
      } else {
        errors.add(
            FieldError.invalid(
                SPEC.child("clusterIPs").index(i),
                addresses,
                family + " is not configured on this cluster"));
      }
    }
    if (!families.equals(service.ipFamilies())) {
      spec.set("ipFamilies", families);
    }
  }

  private void fillHeadless(ObjectDraft spec) {
    ServiceSpec service = view(spec);
    List<String> families =
        service.ipFamilies().isEmpty() ? List.of(served.getFirst()) : service.ipFamilies();
    boolean both = families.size() < 2 && !service.isSingleStack();
    spec.set("ipFamilies", both ? withOther(families) : families);
  }

  private void checkServed(ServiceSpec service, List<FieldError> errors) {
    boolean required = service.ipFamilyPolicy().filter("RequireDualStack"::equals).isPresent();
    if (required && served.size() < 2) {
      errors.add(
          FieldError.invalid(
              POLICY,
              shownPolicy(service),
              "this cluster is not configured for dual-stack services"));
    }
    List<String> families = service.ipFamilies();
    for (int i = 0; i < families.size(); i++) {
      if (!served.contains(families.get(i))) {
        errors.add(
            FieldError.invalid(
                SPEC.child("ipFamilies").index(i),
                families.get(i),
                "not configured on this cluster"));
      }
    }
  }

  private void complete(ObjectDraft spec) {
    ServiceSpec service = view(spec);
    List<String> families =
        service.ipFamilies().isEmpty() ? List.of(served.getFirst()) : service.ipFamilies();
    boolean both = families.size() == 1 && served.size() == 2 && !service.isSingleStack();
    spec.set("ipFamilies", both ? withOther(families) : families);
  }

  private static List<String> withOther(List<String> one) {
    return List.of(one.getFirst(), one.getFirst().equals("IPv4") ? "IPv6" : "IPv4");
  }

  private static Object shownPolicy(ServiceSpec service) {
    return service.ipFamilyPolicy().<Object>map(policy -> policy).orElse(JsonNull.NULL);
  }

  /// Whether both prefer two stacks and agree in all else, so that a change of the cluster's
  /// families does not change them.
  static boolean sameDualStackPreference(ServiceSpec service, ServiceSpec old) {
    return old.type().equals(service.type())
        && (service.isClusterIp() || service.usesNodePorts())
        && service.ipFamilyPolicy().filter("PreferDualStack"::equals).isPresent()
        && old.ipFamilyPolicy().orElse("PreferDualStack").equals("PreferDualStack")
        && old.clusterIps().equals(service.clusterIps())
        && old.ipFamilies().equals(service.ipFamilies());
  }
}

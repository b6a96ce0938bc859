package dev.podium.resources.services;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.IpAddress;
import dev.podium.object.IpFormats;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Checks the addresses and address families of a Service against each other.
///
/// Upstream: ValidateServiceClusterIPsRelatedFields, validateUpgradeDowngradeClusterIPs and
/// validateUpgradeDowngradeIPFamilies in pkg/apis/core/validation/validation.go.
final class AddressValidation {
  private static final FieldPath SPEC = FieldPath.of("spec");
  private static final FieldPath ADDRESSES = SPEC.child("clusterIPs");
  private static final FieldPath FAMILIES = SPEC.child("ipFamilies");
  private static final FieldPath POLICY = SPEC.child("ipFamilyPolicy");
  private static final List<String> SUPPORTED_FAMILIES = List.of("IPv4", "IPv6");
  private static final List<String> POLICIES =
      List.of("PreferDualStack", "RequireDualStack", "SingleStack");
  private static final String FIXED = "may not change once set";

  private AddressValidation() {}

  static void check(ServiceSpec service, Optional<ServiceSpec> old, List<FieldError> errors) {
    if (service.isExternalName()) {
      return;
    }
    checkLinked(service, errors);
    checkFamilies(service.ipFamilies(), errors);
    service
        .ipFamilyPolicy()
        .filter(policy -> !POLICIES.contains(policy))
        .ifPresent(policy -> errors.add(FieldError.notSupported(POLICY, policy, POLICIES)));
    List<String> addresses = service.clusterIps();
    boolean readable =
        checkAddresses(addresses, old.map(ServiceSpec::clusterIps).orElse(List.of()), errors);
    if (addresses.size() > 2) {
      errors.add(FieldError.invalid(ADDRESSES, addresses, "may only hold up to 2 values"));
    }
    if (!readable) {
      return;
    }
    if (addresses.size() > 1 && families(addresses) != 2) {
      errors.add(
          FieldError.invalid(
              ADDRESSES, addresses, "may specify no more than one IP for each IP family"));
    }
    if (!service.isHeadless()) {
      checkMatch(addresses, service.ipFamilies(), errors);
    }
  }

  private static void checkLinked(ServiceSpec service, List<FieldError> errors) {
    List<String> addresses = service.clusterIps();
    if (service.clusterIp().isEmpty()) {
      if (!addresses.isEmpty()) {
        errors.add(
            FieldError.invalid(
                ADDRESSES, addresses, "must be empty when `clusterIP` is not specified"));
      }
    } else if (addresses.isEmpty()) {
      errors.add(FieldError.required(ADDRESSES, ""));
    } else if (!addresses.getFirst().equals(service.clusterIp())) {
      errors.add(FieldError.invalid(ADDRESSES, addresses, "first value must match `clusterIP`"));
    }
  }

  private static void checkFamilies(List<String> families, List<FieldError> errors) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < families.size(); i++) {
      String family = families.get(i);
      if (!SUPPORTED_FAMILIES.contains(family)) {
        errors.add(FieldError.notSupported(FAMILIES.index(i), family, SUPPORTED_FAMILIES));
      }
      if (!seen.add(family)) {
        errors.add(FieldError.duplicate(FAMILIES.index(i), family));
      }
    }
  }

  private static boolean checkAddresses(
      List<String> addresses, List<String> before, List<FieldError> errors) {
    int known = errors.size();
    for (int i = 0; i < addresses.size(); i++) {
      String address = addresses.get(i);
      if (i == 0 && address.equals(ServiceSpec.NO_ADDRESS)) {
        if (addresses.size() > 1) {
          errors.add(
              FieldError.invalid(ADDRESSES, addresses, "'None' must be the first and only value"));
        }
      } else if (!before.contains(address)) {
        for (String problem : IpFormats.legacyIp(address)) {
          errors.add(FieldError.invalid(ADDRESSES.index(i), address, problem));
        }
      }
    }
    return errors.size() == known;
  }

  private static long families(List<String> addresses) {
    return addresses.stream()
        .flatMap(address -> IpAddress.parse(address).stream())
        .map(IpAddress::family)
        .distinct()
        .count();
  }

  private static void checkMatch(
      List<String> addresses, List<String> families, List<FieldError> errors) {
    for (int i = 0; i < Math.min(addresses.size(), families.size()); i++) {
      String address = addresses.get(i);
      String family = families.get(i);
      boolean v6 = IpAddress.parse(address).filter(IpAddress::isIpv6).isPresent();
      if (family.equals("IPv4") && v6 || family.equals("IPv6") && !v6) {
        errors.add(
            FieldError.invalid(
                ADDRESSES.index(i),
                address,
                "expected an " + family + " value as indicated by `ipFamilies[" + i + "]`"));
      }
    }
  }

  /// An update may add or drop the second address, but never change one.
  static void checkChange(ServiceSpec service, ServiceSpec old, List<FieldError> errors) {
    if (service.isExternalName() || old.isExternalName()) {
      return;
    }
    if (!old.isHeadless() || !service.isHeadless()) {
      checkAddressChange(service, old, errors);
    }
    if (!old.isHeadless() && !service.isHeadless()) {
      checkFamilyChange(service, old, errors);
    }
  }

  private static void checkAddressChange(
      ServiceSpec service, ServiceSpec old, List<FieldError> errors) {
    List<String> now = service.clusterIps();
    List<String> before = old.clusterIps();
    if (now.size() == before.size()) {
      for (int i = 0; i < now.size(); i++) {
        if (!now.get(i).equals(before.get(i))) {
          errors.add(FieldError.invalid(ADDRESSES.index(i), now, FIXED));
        }
      }
      return;
    }
    if (now.isEmpty()) {
      errors.add(FieldError.invalid(ADDRESSES.index(0), now, "primary clusterIP can not be unset"));
    } else if (!before.isEmpty() && !now.getFirst().equals(before.getFirst())) {
      errors.add(FieldError.invalid(ADDRESSES.index(0), now, FIXED));
    }
    if (before.size() > now.size() && now.size() == 1 && !service.isSingleStack()) {
      errors.add(
          FieldError.invalid(
              POLICY,
              service.ipFamilyPolicy().orElse(""),
              "must be set to 'SingleStack' when releasing the secondary clusterIP"));
    }
  }

  private static void checkFamilyChange(
      ServiceSpec service, ServiceSpec old, List<FieldError> errors) {
    List<String> now = service.ipFamilies();
    List<String> before = old.ipFamilies();
    if (now.size() == before.size()) {
      for (int i = 0; i < now.size(); i++) {
        if (!now.get(i).equals(before.get(i))) {
          errors.add(FieldError.invalid(FAMILIES.index(0), now, FIXED));
        }
      }
      return;
    }
    boolean less = before.size() > now.size();
    if (less && service.clusterIps().isEmpty()) {
      errors.add(FieldError.invalid(FAMILIES.index(0), now, "primary ipFamily can not be unset"));
    }
    if (!now.isEmpty() && !before.isEmpty() && !now.getFirst().equals(before.getFirst())) {
      errors.add(FieldError.invalid(FAMILIES.index(0), service.clusterIps(), FIXED));
    }
    if (less && now.size() == 1 && !service.isSingleStack()) {
      errors.add(
          FieldError.invalid(
              POLICY,
              service.ipFamilyPolicy().orElse(""),
              "must be set to 'SingleStack' when releasing the secondary ipFamily"));
    }
  }
}

package dev.podium.object;

import java.util.List;
import java.util.Optional;

/// What is wrong with an address or a range in a request: sentences as in [NameFormats].
///
/// Fields older than Kubernetes 1.33 ("legacy") may hold texts that are not canonical; newer ones
/// may not. Upstream: apimachinery/pkg/util/validation/ip.go, with StrictIPCIDRValidation on.
public final class IpFormats {
  private IpFormats() {}

  /// Upstream: IsValidIPForLegacyField.
  public static List<String> legacyIp(String value) {
    Optional<IpParser.Parsed> parsed = IpParser.address(value);
    if (parsed.isEmpty()) {
      return List.of("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    }
    if (parsed.get().leadingZeros()) {
      return List.of("must not have leading 0s");
    }
    return parsed.get().address().isMapped()
        ? List.of("must not be an IPv4-mapped IPv6 address")
        : List.of();
  }

  /// Upstream: IsValidIP.
  public static List<String> ip(String value) {
    List<String> faults = legacyIp(value);
    return faults.isEmpty() ? canonical(value, IpAddress.require(value).toString()) : faults;
  }

  /// Upstream: IsValidCIDRForLegacyField.
  public static List<String> legacyCidr(String value) {
    Optional<IpParser.ParsedPrefix> parsed = IpParser.prefix(value);
    if (parsed.isEmpty()) {
      return List.of("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
    }
    IpAddress address = parsed.get().address();
    if (parsed.get().leadingZeros()) {
      return List.of("must not have leading 0s in IP or prefix length");
    }
    if (address.isMapped()) {
      return List.of("must not have an IPv4-mapped IPv6 address");
    }
    return Cidr.of(address, parsed.get().length()).first().equals(address)
        ? List.of()
        : List.of("must not have bits set beyond the prefix length");
  }

  /// Upstream: IsValidCIDR.
  public static List<String> cidr(String value) {
    List<String> faults = legacyCidr(value);
    return faults.isEmpty() ? canonical(value, Cidr.require(value).toString()) : faults;
  }

  /// An address with the length of its subnet, `192.168.1.5/24`. Upstream: IsValidInterfaceAddress.
  public static List<String> interfaceAddress(String value) {
    Optional<IpParser.ParsedPrefix> parsed = IpParser.prefix(value);
    if (parsed.isEmpty()) {
      return List.of("must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)");
    }
    IpAddress address = parsed.get().address();
    int length = parsed.get().length();
    return canonical(
        value, address + "/" + (address.isMapped() && length > 32 ? length - 96 : length));
  }

  private static List<String> canonical(String value, String canonical) {
    return value.equals(canonical)
        ? List.of()
        : List.of("must be in canonical form (" + GoText.quote(canonical) + ")");
  }

  /// Warnings about an address that a legacy field takes. Upstream: GetWarningsForIP.
  public static List<String> ipWarnings(FieldPath path, String value) {
    Optional<IpParser.Parsed> parsed = IpParser.address(value);
    if (parsed.isEmpty()) {
      return List.of();
    }
    IpAddress address = parsed.get().address();
    if (parsed.get().leadingZeros() || address.isMapped()) {
      return List.of(nonStandard(path, "IP address", value, address.toString()));
    }
    return address.isIpv4() || address.toString().equals(value)
        ? List.of()
        : List.of(notCanonical(path, "IPv6 address", value, address.toString()));
  }

  /// Warnings about a range that a legacy field takes. Upstream: GetWarningsForCIDR.
  public static List<String> cidrWarnings(FieldPath path, String value) {
    Optional<IpParser.ParsedPrefix> parsed = IpParser.prefix(value);
    if (parsed.isEmpty()) {
      return List.of();
    }
    IpAddress address = parsed.get().address();
    Cidr cidr = Cidr.of(address, parsed.get().length());
    List<String> warnings = List.of();
    if (!cidr.first().equals(address)) {
      warnings = List.of(ambiguous(path, value, cidr, address));
    }
    if (parsed.get().leadingZeros() || address.isMapped()) {
      return NameFormats.with(warnings, nonStandard(path, "CIDR value", value, cidr.toString()));
    }
    String canonical = address + "/" + cidr.length();
    return !warnings.isEmpty() || address.isIpv4() || canonical.equals(value)
        ? warnings
        : List.of(notCanonical(path, "IPv6 CIDR value", value, canonical));
  }

  private static String ambiguous(FieldPath path, String value, Cidr cidr, IpAddress address) {
    return "%s: CIDR value %s is ambiguous in this context (should be %s or %s?)"
        .formatted(
            path,
            GoText.quote(value),
            GoText.quote(cidr.toString()),
            GoText.quote(address + "/" + address.bits()));
  }

  private static String nonStandard(FieldPath path, String what, String value, String better) {
    return "%s: non-standard %s %s will be considered invalid in a future Kubernetes release: use %s"
        .formatted(path, what, GoText.quote(value), GoText.quote(better));
  }

  private static String notCanonical(FieldPath path, String what, String value, String better) {
    return "%s: %s %s should be in RFC 5952 canonical format (%s)"
        .formatted(path, what, GoText.quote(value), GoText.quote(better));
  }
}

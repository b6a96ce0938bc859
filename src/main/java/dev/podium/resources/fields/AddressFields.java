package dev.podium.resources.fields;

import dev.podium.object.Cidr;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.IpAddress;
import java.util.List;
import java.util.Optional;

/// Fields that hold IP addresses and ranges of them.
///
/// Upstream: apimachinery/pkg/util/validation/ip.go and, since strict checking came
/// (StrictIPCIDRValidation), IsValidIPForLegacyField in pkg/apis/core/validation.
public final class AddressFields {
  private AddressFields() {}

  /// An IP address in its proper form.
  public static Optional<IpAddress> checkIp(String text, FieldPath path, List<FieldError> errors) {
    Optional<IpAddress> address = IpAddress.parse(text);
    if (address.isEmpty()) {
      errors.add(
          FieldError.invalid(
              path, text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
    } else if (IpAddress.hasLeadingZeros(text)) {
      errors.add(FieldError.invalid(path, text, "must not have leading 0s"));
    } else if (IpAddress.isMapped(text)) {
      errors.add(FieldError.invalid(path, text, "must not be an IPv4-mapped IPv6 address"));
    }
    return address;
  }

  /// A range of addresses in its proper form.
  public static Optional<Cidr> checkCidr(String text, FieldPath path, List<FieldError> errors) {
    Optional<Cidr> cidr = Cidr.parse(text);
    if (cidr.isEmpty()) {
      errors.add(
          FieldError.invalid(
              path, text, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"));
      return cidr;
    }
    String address = text.substring(0, text.indexOf('/'));
    String length = text.substring(text.indexOf('/') + 1);
    if (IpAddress.hasLeadingZeros(address) || length.length() > 1 && length.startsWith("0")) {
      errors.add(FieldError.invalid(path, text, "must not have leading 0s in IP or prefix length"));
    } else if (IpAddress.isMapped(address)) {
      errors.add(FieldError.invalid(path, text, "must not have an IPv4-mapped IPv6 address"));
    } else if (!cidr.get().address().equals(cidr.get().first())) {
      errors.add(FieldError.invalid(path, text, "must not have bits set beyond the prefix length"));
    }
    return cidr;
  }

  /// Whether the ranges are one of each family.
  public static boolean isDualStack(List<String> cidrs) {
    return cidrs.stream()
            .flatMap(text -> Cidr.parse(text).stream())
            .map(Cidr::family)
            .distinct()
            .count()
        == 2;
  }
}

package dev.podium.resources.fields;

import dev.podium.object.Cidr;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.IpAddress;
import java.util.List;
import java.util.Optional;

/// Addresses that traffic is sent to, which some ranges cannot be.
///
/// Upstream: ValidateEndpointIP in pkg/apis/core/validation/validation.go.
public final class EndpointAddresses {
  private record Excluded(List<Cidr> ranges, String words) {
    Excluded(String words, String... ranges) {
      this(List.of(ranges).stream().map(Cidr::require).toList(), words);
    }
  }

  private static final List<Excluded> EXCLUDED =
      List.of(
          new Excluded(
              "may not be in the loopback range (127.0.0.0/8, ::1/128)", "127.0.0.0/8", "::1/128"),
          new Excluded(
              "may not be in the link-local range (169.254.0.0/16, fe80::/10)",
              "169.254.0.0/16",
              "fe80::/10"),
          new Excluded(
              "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)",
              "224.0.0.0/24",
              "ff02::/16"));

  private EndpointAddresses() {}

  public static void check(String text, FieldPath path, List<FieldError> errors) {
    Optional<IpAddress> address = IpAddress.parse(text);
    if (address.isEmpty()) {
      errors.add(FieldError.invalid(path, text, "must be a valid IP address"));
      return;
    }
    if (List.of("0.0.0.0", "::").contains(address.get().toString())) {
      errors.add(FieldError.invalid(path, text, "may not be unspecified (" + text + ")"));
    }
    for (Excluded excluded : EXCLUDED) {
      if (excluded.ranges().stream().anyMatch(range -> range.contains(address.get()))) {
        errors.add(FieldError.invalid(path, text, excluded.words()));
      }
    }
  }
}

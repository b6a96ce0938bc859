package dev.podium.auth;

import dev.podium.object.NameFormats;
import java.util.List;
import java.util.Optional;

/// A service account as a user: `system:serviceaccount:NAMESPACE:NAME` (apiserver's
/// authentication/serviceaccount/util.go).
public record ServiceAccountName(String namespace, String name) {
  private static final String PREFIX = "system:serviceaccount:";

  /// The service account that a user name stands for; a name that only looks like one is none.
  public static Optional<ServiceAccountName> of(String userName) {
    if (!userName.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String[] parts = userName.substring(PREFIX.length()).split(":", -1);
    return parts.length == 2
            && NameFormats.dns1123Label(parts[0]).isEmpty()
            && NameFormats.dns1123Subdomain(parts[1]).isEmpty()
        ? Optional.of(new ServiceAccountName(parts[0], parts[1]))
        : Optional.empty();
  }

  public String userName() {
    return PREFIX + namespace + ":" + name;
  }

  public List<String> groups() {
    return List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace);
  }
}

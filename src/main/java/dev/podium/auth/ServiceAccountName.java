package dev.podium.auth;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A service account as a user: `system:serviceaccount:NAMESPACE:NAME` (apiserver's
/// authentication/serviceaccount/util.go).
public record ServiceAccountName(String namespace, String name) {
  private static final String PREFIX = "system:serviceaccount:";
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final int LONGEST_SUBDOMAIN = 253;

  /// The service account that a user name stands for; a name that only looks like one is none.
  public static Optional<ServiceAccountName> of(String userName) {
    if (!userName.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String[] parts = userName.substring(PREFIX.length()).split(":", -1);
    return parts.length == 2 && LABEL.matcher(parts[0]).matches() && isSubdomain(parts[1])
        ? Optional.of(new ServiceAccountName(parts[0], parts[1]))
        : Optional.empty();
  }

  static boolean isSubdomain(String name) {
    return name.length() <= LONGEST_SUBDOMAIN && SUBDOMAIN.matcher(name).matches();
  }

  public String userName() {
    return PREFIX + namespace + ":" + name;
  }

  public List<String> groups() {
    return List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace);
  }
}

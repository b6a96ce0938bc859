package dev.podium.kubelet.command;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What clients are told to fetch.
///
/// @param user `name:password`, empty for none
/// @param target path and query
record Url(String scheme, String user, String host, int port, String target) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:([^@/?#]*)@)?(\\[[^]]*]|[^:/?#]*)(?::(\\d*))?([/?#].*)?",
          Pattern.DOTALL);

  static Optional<Url> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || matcher.group(3).isEmpty()) {
      return Optional.empty();
    }
    String scheme =
        matcher.group(1) == null ? "http" : matcher.group(1).toLowerCase(java.util.Locale.ROOT);
    String digits = matcher.group(4) == null ? "" : matcher.group(4);
    if (digits.length() > 5 || (!digits.isEmpty() && Integer.parseInt(digits) > 65_535)) {
      return Optional.empty();
    }
    int port = digits.isEmpty() ? (scheme.equals("https") ? 443 : 80) : Integer.parseInt(digits);
    String rest = matcher.group(5) == null ? "/" : matcher.group(5).replaceFirst("#.*$", "");
    String target = rest.startsWith("/") ? rest : "/" + rest;
    return Optional.of(
        new Url(
            scheme,
            matcher.group(2) == null ? "" : matcher.group(2),
            matcher.group(3).replaceAll("[\\[\\]]", ""),
            port,
            target.replace(" ", "%20")));
  }

  boolean secure() {
    return scheme.equals("https");
  }

  boolean usualPort() {
    return port == (secure() ? 443 : 80);
  }

  /// What the field `Host` says.
  String authority() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return usualPort() ? name : name + ":" + port;
  }

  /// Where a redirection leads.
  Optional<Url> resolve(String location) {
    if (location.matches("[A-Za-z][A-Za-z0-9+.-]*://.*")) {
      return parse(location);
    }
    String base = target.replaceFirst("\\?.*$", "");
    String path =
        location.startsWith("/")
            ? location
            : base.substring(0, base.lastIndexOf('/') + 1) + location;
    return Optional.of(new Url(scheme, user, host, port, path));
  }

  @Override
  public String toString() {
    return scheme + "://" + authority() + target;
  }
}

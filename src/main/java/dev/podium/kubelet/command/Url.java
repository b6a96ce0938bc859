package dev.podium.kubelet.command;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
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

  Url withTarget(String other) {
    return new Url(scheme, user, host, port, other);
  }

  /// Without `.` and `..` in its path (RFC 3986, 5.2.4).
  Url normal() {
    String path = target.replaceFirst("\\?.*$", "");
    if (!path.contains("/.")) {
      return this;
    }
    Deque<String> kept = new ArrayDeque<>();
    String[] parts = path.split("/", -1);
    for (int i = 1; i < parts.length; i++) {
      boolean up = parts[i].equals("..");
      boolean dots = up || parts[i].equals(".");
      if (up) {
        kept.pollLast();
      }
      if (!dots || i + 1 == parts.length) {
        kept.addLast(dots ? "" : parts[i]);
      }
    }
    return withTarget("/" + String.join("/", kept) + target.substring(path.length()));
  }

  /// Where a redirection leads.
  Optional<Url> resolve(String location) {
    if (location.matches("[A-Za-z][A-Za-z0-9+.-]*://.*")) {
      return parse(location).map(Url::normal);
    }
    if (location.startsWith("//")) {
      return parse(scheme + ":" + location).map(Url::normal);
    }
    String base = target.replaceFirst("\\?.*$", "");
    String path =
        location.startsWith("/")
            ? location
            : location.startsWith("?")
                ? base + location
                : base.substring(0, base.lastIndexOf('/') + 1) + location;
    return Optional.of(withTarget(path.replaceFirst("#.*$", "").replace(" ", "%20")).normal());
  }

  /// A text without its escapes.
  static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return scheme + "://" + authority() + target;
  }
}

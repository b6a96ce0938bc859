package dev.podium.auth;

import dev.podium.object.ApiException;
import dev.podium.object.GoText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Reads whom a request wants to be taken for (apiserver's filters/impersonation,
/// processImpersonationHeaders).
public final class ImpersonationHeaders {
  private static final String EXTRA_PREFIX = "impersonate-extra-";

  private ImpersonationHeaders() {}

  /// The user asked for, just as the headers say it; empty where none is.
  ///
  /// @param headers all of the request's, names in lower case
  /// @throws ApiException 400 where groups, uid or extras come without a user
  public static Optional<UserInfo> read(Map<String, List<String>> headers) {
    UserInfo wanted =
        new UserInfo(
            first(headers, "impersonate-user"),
            first(headers, "impersonate-uid"),
            headers.getOrDefault("impersonate-group", List.of()),
            extra(headers));
    if (!wanted.name().isEmpty()) {
      return Optional.of(wanted);
    }
    if (wanted.uid().isEmpty() && wanted.groups().isEmpty() && wanted.extra().isEmpty()) {
      return Optional.empty();
    }
    throw ApiException.badRequest(
        "requested " + goSyntax(wanted) + " without impersonating a user name");
  }

  private static String first(Map<String, List<String>> headers, String name) {
    return headers.getOrDefault(name, List.of("")).getFirst();
  }

  private static Map<String, List<String>> extra(Map<String, List<String>> headers) {
    Map<String, List<String>> extra = new TreeMap<>();
    headers.forEach((name, values) -> {
      if (name.startsWith(EXTRA_PREFIX)) {
        String key = unescape(name.substring(EXTRA_PREFIX.length()));
        extra.computeIfAbsent(key, _ -> new ArrayList<>()).addAll(values);
      }
    });
    return extra;
  }

  /// A key that is not escaped properly stands for itself.
  private static String unescape(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    try {
      return URLDecoder.decode(lower.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return lower;
    }
  }

  /// As Go's `%#v` prints a user.DefaultInfo.
  private static String goSyntax(UserInfo user) {
    String extra =
        user.extra().isEmpty()
            ? "(nil)"
            : user.extra().entrySet().stream()
                .map(e -> GoText.quote(e.getKey()) + ":" + goSyntax(e.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    return "&user.DefaultInfo{Name:%s, UID:%s, Groups:%s, Extra:map[string][]string%s}"
        .formatted(
            GoText.quote(user.name()), GoText.quote(user.uid()), goSyntax(user.groups()), extra);
  }

  private static String goSyntax(List<String> texts) {
    return texts.isEmpty()
        ? "[]string(nil)"
        : texts.stream().map(GoText::quote).collect(Collectors.joining(", ", "[]string{", "}"));
  }
}

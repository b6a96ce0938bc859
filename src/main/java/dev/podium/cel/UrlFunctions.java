package dev.podium.cel;

import static dev.podium.cel.KubernetesTypes.URL;

import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.podium.object.GoText;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `url('https://example.com:80/a?b=c').getHost()`.
///
/// Upstream: apiserver/pkg/cel/library/urls.go, which takes what url.ParseRequestURI does: an
/// absolute address or an absolute path.
final class UrlFunctions {
  private static final MapType QUERY =
      MapType.create(SimpleType.STRING, ListType.create(SimpleType.STRING));

  private UrlFunctions() {}

  static Functions library() {
    return new Functions()
        .<String>global("url", "string_to_url", URL, SimpleType.STRING, UrlFunctions::parse)
        .<String>global(
            "isURL", "is_url_string", SimpleType.BOOL, SimpleType.STRING, t -> fault(t).isEmpty())
        .<URI>member(
            "getScheme", "url_get_scheme", SimpleType.STRING, URL, u -> orEmpty(u.getScheme()))
        .<URI>member("getHost", "url_get_host", SimpleType.STRING, URL, UrlFunctions::host)
        .<URI>member(
            "getHostname", "url_get_hostname", SimpleType.STRING, URL, UrlFunctions::hostname)
        .<URI>member(
            "getPort",
            "url_get_port",
            SimpleType.STRING,
            URL,
            u -> u.getPort() < 0 ? "" : String.valueOf(u.getPort()))
        .<URI>member(
            "getEscapedPath",
            "url_get_escaped_path",
            SimpleType.STRING,
            URL,
            u -> orEmpty(u.getRawPath()))
        .<URI>member("getQuery", "url_get_query", QUERY, URL, UrlFunctions::query);
  }

  private static String orEmpty(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }

  private static URI parse(String text) throws CelEvaluationException {
    Optional<String> fault = fault(text);
    if (fault.isPresent()) {
      throw Functions.failure(
          "URL parse error during conversion from string: parse "
              + GoText.quote(text)
              + ": "
              + fault.get());
    }
    return URI.create(escaped(text));
  }

  /// Go takes spaces after the host as they are.
  private static String escaped(String text) {
    int host = text.indexOf("://");
    int path = text.indexOf('/', host < 0 ? 0 : host + 3);
    return path < 0 ? text : text.substring(0, path) + text.substring(path).replace(" ", "%20");
  }

  /// Why a text is no URL, in Go's words.
  static Optional<String> fault(String text) {
    if (text.isEmpty()) {
      return Optional.of("empty url");
    }
    try {
      URI uri = new URI(escaped(text));
      // An authority that is none of a server may still be a host, but has no second colon.
      String host = host(uri);
      boolean twoColons = !host.startsWith("[") && host.indexOf(':') != host.lastIndexOf(':');
      boolean fine = !twoColons && (uri.isAbsolute() || text.startsWith("/"));
      return fine ? Optional.empty() : Optional.of("invalid URI for request");
    } catch (URISyntaxException _) {
      return Optional.of("invalid URI for request");
    }
  }

  private static String host(URI uri) {
    String authority = orEmpty(uri.getRawAuthority());
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  private static String hostname(URI uri) {
    String host = orEmpty(uri.getHost());
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static Map<String, List<String>> query(URI uri) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String part : orEmpty(uri.getRawQuery()).split("&", -1)) {
      if (!part.isEmpty()) {
        int equals = part.indexOf('=');
        String key = decoded(equals < 0 ? part : part.substring(0, equals));
        String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
        query.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
      }
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}

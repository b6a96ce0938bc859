package dev.podium.web.proxy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes what a server says of its own paths lead through the proxy again.
///
/// Upstream: apimachinery/pkg/util/proxy/transport.go (rewriteURL, atomsToAttrs).
///
/// @param prefix of the proxy's path, without a slash at its end
/// @param host that the request went to
/// @param asked the host that the client named
record Links(String prefix, String host, String asked) {
  private static final Pattern TAG = Pattern.compile("<[a-zA-Z][^<>]*>");
  private static final Pattern ATTRIBUTE =
      Pattern.compile(
          "(?i)(\\s(?:href|src|action|codebase|cite|longdesc|background|data|usemap|poster"
              + "|manifest|formaction|classid|profile|icon)\\s*=\\s*)(\"[^\"]*\"|'[^']*')");

  String rewrite(String link) {
    URI uri;
    try {
      uri = new URI(link);
    } catch (URISyntaxException _) {
      return link;
    }
    String authority = uri.getRawAuthority();
    String path = uri.getRawPath();
    boolean elsewhere = authority != null && !authority.equals(host) && !authority.equals(asked);
    if (uri.isOpaque() || elsewhere || path == null || !path.startsWith("/")) {
      return link;
    }
    String moved = path.startsWith(prefix) ? path : prefix + path;
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String fragment = uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment();
    return moved + query + fragment;
  }

  String rewriteHtml(String html) {
    return TAG.matcher(html)
        .replaceAll(tag ->
            Matcher.quoteReplacement(ATTRIBUTE.matcher(tag.group()).replaceAll(this::attribute)));
  }

  private String attribute(MatchResult found) {
    String value = found.group(2);
    String quote = value.substring(0, 1);
    String link = value.substring(1, value.length() - 1);
    return Matcher.quoteReplacement(found.group(1) + quote + rewrite(link) + quote);
  }
}

package dev.podium.web;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Keeps web pages off the listener that trusts whoever reaches it.
///
/// A page of another site may reach it in two ways. Its own host name may be made to resolve to
/// this machine (DNS rebinding): then the Host is not a loopback name, which kubectl proxy refuses
/// too (kubectl/pkg/proxy, DefaultHostAcceptRE). Or it may send requests here across origins: then
/// the browser says so in Origin and Sec-Fetch-Site. A link that is followed or an address that is
/// typed may come from anywhere, for it can only read, and nothing but the user sees what.
final class BrowserGuard {
  private static final Pattern LOOPBACK =
      Pattern.compile("(?i)(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?");
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private BrowserGuard() {}

  /// What a request says of where it comes from; each empty where it has no such header.
  record Origin(String host, String origin, String fetchSite, String fetchMode, String fetchDest) {}

  /// Why the request is refused; empty where it is not.
  static Optional<String> refusal(String method, Origin from) {
    if (!LOOPBACK.matcher(from.host()).matches()) {
      return Optional.of(
          "this listener serves the local user only: the Host of a request must be localhost, 127.0.0.1 or [::1]");
    }
    if (!from.origin().isEmpty() && !isOwn(from.origin(), from.host())
        || !from.fetchSite().isEmpty()
            && !OWN.contains(from.fetchSite())
            && !isNavigation(method, from)) {
      return Optional.of(
          "this listener serves the local user only: a page of another origin may not call it");
    }
    return Optional.empty();
  }

  private static boolean isOwn(String origin, String host) {
    try {
      URI uri = URI.create(origin);
      return "http".equalsIgnoreCase(uri.getScheme()) && host.equalsIgnoreCase(uri.getAuthority());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean isNavigation(String method, Origin from) {
    return method.equals("GET")
        && from.fetchMode().equals("navigate")
        && from.fetchDest().equals("document");
  }
}

package dev.podium.web.proxy;

import dev.podium.object.ApiException;

/// What stands before `/proxy` in a path: `name`, `name:port`, or `scheme:name:port`.
///
/// Upstream: apimachinery/pkg/util/net (SplitSchemeNamePort).
///
/// @param scheme `http`, `https` or empty
/// @param port a number or a name, or empty
public record ProxyName(String scheme, String name, String port) {
  /// @param what for the refusal: `pod`, `service`, `node`
  /// @throws ApiException 400 where it is neither of these
  public static ProxyName parse(String text, String what) {
    String[] parts = text.split(":", -1);
    ProxyName parsed =
        switch (parts.length) {
          case 1 -> new ProxyName("", parts[0], "");
          case 2 -> new ProxyName("", parts[0], parts[1]);
          case 3 -> new ProxyName(parts[0], parts[1], parts[2]);
          default -> new ProxyName("", "", "");
        };
    boolean known =
        parsed.scheme.isEmpty() || parsed.scheme.equals("http") || parsed.scheme.equals("https");
    if (parsed.name.isEmpty() || !known) {
      throw ApiException.badRequest("invalid " + what + " request \"" + text + "\"");
    }
    return parsed;
  }
}

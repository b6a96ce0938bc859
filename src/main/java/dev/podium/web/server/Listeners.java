package dev.podium.web.server;

import java.net.InetAddress;
import java.util.OptionalInt;

/// Where the server can be reached, known once it listens: port 0 in the settings is then the port
/// that was free.
///
/// @param bound the address that both listeners are bound to, which may be the wildcard
/// @param httpPort empty where the plain listener is off
public record Listeners(InetAddress bound, int httpsPort, OptionalInt httpPort) {
  /// The API for kubectl, as a client on this machine reaches it.
  public String https() {
    return "https://" + host() + ":" + httpsPort;
  }

  /// The plain listener, as the local user reaches it; empty where it is off.
  public java.util.Optional<String> http() {
    return httpPort.isPresent()
        ? java.util.Optional.of("http://" + host() + ":" + httpPort.getAsInt())
        : java.util.Optional.empty();
  }

  private String host() {
    if (bound.isAnyLocalAddress()) {
      return "127.0.0.1";
    }
    String address = bound.getHostAddress();
    return address.indexOf(':') >= 0 ? "[" + address + "]" : address;
  }
}

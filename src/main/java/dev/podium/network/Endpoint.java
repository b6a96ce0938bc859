package dev.podium.network;

/// Where a connection begins or ends.
///
/// @param address such as `10.244.1.5`
public record Endpoint(String address, int port) {
  /// Whether it is on the host that asks.
  public boolean isLoopback() {
    return address.startsWith("127.") || address.equals("::1") || address.equals("0.0.0.0");
  }

  @Override
  public String toString() {
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }
}

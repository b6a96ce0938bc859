package dev.podium.network;

/// Where a connection begins or ends.
///
/// @param address such as `10.244.1.5`
public record Endpoint(String address, int port) {
  @Override
  public String toString() {
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }
}

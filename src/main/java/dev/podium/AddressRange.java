package dev.podium;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// A range of addresses, written as `10.96.0.0/12`.
public record AddressRange(InetAddress network, int prefix) {
  public static AddressRange of(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress address = InetAddress.ofLiteral(text.substring(0, Math.max(slash, 0)));
      int prefix = Integer.parseInt(text.substring(slash + 1));
      int bits = address.getAddress().length * 8;
      if (prefix < 0 || prefix > bits - 2) {
        throw new IllegalArgumentException();
      }
      return new AddressRange(masked(address, prefix), prefix);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no range of addresses; 10.96.0.0/12 is one", e);
    }
  }

  /// The address that the `kubernetes` Service gets.
  public InetAddress first() {
    byte[] bytes = network.getAddress();
    bytes[bytes.length - 1]++;
    return address(bytes);
  }

  private static InetAddress masked(InetAddress address, int prefix) {
    byte[] bytes = address.getAddress();
    for (int bit = prefix; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    return address(bytes);
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError("four or sixteen bytes are an address", e);
    }
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + prefix;
  }
}

package dev.podium.object;

import java.math.BigInteger;
import java.util.Optional;

/// A range of addresses, `10.96.0.0/12`.
///
/// @param first the network's own address, with all host bits 0
public record Cidr(IpAddress first, int length) {

  /// Reads a range; bits beyond the prefix are dropped.
  public static Optional<Cidr> parse(String text) {
    return IpParser.prefix(text).map(prefix -> of(prefix.address(), prefix.length()));
  }

  /// A range that is known to be one.
  public static Cidr require(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("no CIDR: " + text));
  }

  static Cidr of(IpAddress address, int length) {
    int host = address.bits() - length;
    BigInteger network = address.number().shiftRight(host).shiftLeft(host);
    return new Cidr(IpAddress.of(address.isIpv4(), network), length);
  }

  public boolean contains(IpAddress address) {
    return address.isIpv4() == first.isIpv4() && of(address, length).first.equals(first);
  }

  /// Whether every address of the other range is in this one.
  public boolean contains(Cidr other) {
    return other.length >= length && contains(other.first);
  }

  /// How many addresses it has, at most what a `long` holds.
  public long size() {
    int host = first.bits() - length;
    return host > 62 ? Long.MAX_VALUE : 1L << host;
  }

  /// The address at a place in the range, the network's own being 0.
  public IpAddress address(long index) {
    return first.plus(index);
  }

  @Override
  public String toString() {
    return first + "/" + length;
  }
}

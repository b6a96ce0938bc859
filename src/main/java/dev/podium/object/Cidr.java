package dev.podium.object;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/// A range of addresses: an address and how many of its first bits are the network's.
///
/// @param address as it was written; may have bits set behind the prefix
public record Cidr(IpAddress address, int prefix) {
  private static final Pattern LENGTH = Pattern.compile("\\d{1,4}");

  /// Reads `address/length`; nothing where it is no such thing. Upstream: ParseCIDRSloppy.
  public static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !LENGTH.matcher(text.substring(slash + 1)).matches()) {
      return Optional.empty();
    }
    String written = text.substring(0, slash);
    // The length of a mapped address counts in IPv6.
    int offset = IpAddress.isMapped(written) ? 96 : 0;
    int prefix = Integer.parseInt(text.substring(slash + 1)) - offset;
    return IpAddress.parse(written)
        .filter(address -> prefix >= 0 && prefix <= address.family().bits())
        .map(address -> new Cidr(address, prefix));
  }

  public IpAddress.Family family() {
    return address.family();
  }

  /// The first address of the range.
  public IpAddress first() {
    int free = family().bits() - prefix;
    return new IpAddress(family(), address.value().shiftRight(free).shiftLeft(free));
  }

  /// How many addresses it has.
  public BigInteger size() {
    return BigInteger.ONE.shiftLeft(family().bits() - prefix);
  }

  /// The last address of the range.
  public IpAddress last() {
    return first().plus(size().subtract(BigInteger.ONE));
  }

  public boolean contains(IpAddress other) {
    return other.family() == family()
        && first().compareTo(other) <= 0
        && other.compareTo(last()) <= 0;
  }

  /// The range in its canonical form, without bits behind the prefix.
  @Override
  public String toString() {
    return first() + "/" + prefix;
  }
}

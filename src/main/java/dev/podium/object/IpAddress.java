package dev.podium.object;

import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An IPv4 or IPv6 address. Addresses of one family compare by their number; IPv4 comes first.
///
/// Reading is as lenient as upstream's netutils.ParseIPSloppy, which takes zeros in front of
/// numbers; [IpFormats] says what a request may hold.
public final class IpAddress implements Comparable<IpAddress> {
  private static final BigInteger MAPPED = BigInteger.valueOf(0xffff).shiftLeft(32);

  private final boolean v4;
  private final BigInteger number;

  private IpAddress(boolean v4, BigInteger number) {
    this.v4 = v4;
    this.number = number;
  }

  /// @param number of 32 or 128 bits
  static IpAddress of(boolean v4, BigInteger number) {
    return new IpAddress(v4, number);
  }

  public static Optional<IpAddress> parse(String text) {
    return IpParser.address(text).map(IpParser.Parsed::address);
  }

  /// An address that is known to be one.
  public static IpAddress require(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("no IP address: " + text));
  }

  public boolean isIpv4() {
    return v4;
  }

  public boolean isIpv6() {
    return !v4;
  }

  /// `IPv4` or `IPv6`, as the API names the families.
  public String family() {
    return v4 ? "IPv4" : "IPv6";
  }

  /// How many bits an address of its family has.
  public int bits() {
    return v4 ? 32 : 128;
  }

  BigInteger number() {
    return number;
  }

  /// The address so many after this one, in the same family.
  ///
  /// @throws ArithmeticException where the family ends before
  public IpAddress plus(long count) {
    BigInteger sum = number.add(BigInteger.valueOf(count));
    if (sum.signum() < 0 || sum.bitLength() > bits()) {
      throw new ArithmeticException(this + " plus " + count + " leaves the address space");
    }
    return new IpAddress(v4, sum);
  }

  /// Whether it is an IPv4 address in IPv6 clothes, `::ffff:192.0.2.1`.
  boolean isMapped() {
    return !v4 && number.shiftRight(32).equals(MAPPED.shiftRight(32));
  }

  /// The IPv4 address that a mapped one stands for; itself otherwise.
  IpAddress unmapped() {
    return isMapped() ? new IpAddress(true, number.subtract(MAPPED)) : this;
  }

  @Override
  public int compareTo(IpAddress other) {
    return v4 == other.v4 ? number.compareTo(other.number) : Boolean.compare(other.v4, v4);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress o && o.v4 == v4 && o.number.equals(number);
  }

  @Override
  public int hashCode() {
    return number.hashCode();
  }

  /// The canonical text, for IPv6 that of RFC 5952.
  @Override
  public String toString() {
    return v4 ? dotted(number.longValue()) : isMapped() ? unmapped().toString() : colons();
  }

  private static String dotted(long bits) {
    return (bits >> 24 & 255)
        + "."
        + (bits >> 16 & 255)
        + "."
        + (bits >> 8 & 255)
        + "."
        + (bits & 255);
  }

  /// Groups in hexadecimal, with `::` for the longest run of two or more zero groups.
  private String colons() {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = number.shiftRight(112 - 16 * i).intValue() & 0xffff;
    }
    int gap = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > length) {
        gap = i;
        length = end - i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        text.append("::");
        i += length - 1;
        continue;
      }
      boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
      text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}

package dev.podium.object;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An IPv4 or IPv6 address.
///
/// Reading follows upstream's ParseIPSloppy (k8s.io/utils/net): zeros may lead the parts of an IPv4
/// address, and an IPv4 address mapped into IPv6 counts as IPv4. Writing is RFC 5952.
public record IpAddress(Family family, BigInteger value) implements Comparable<IpAddress> {
  /// The two kinds of address, as `ipFamilies` of a Service names them.
  public enum Family {
    IPV4("IPv4", 32),
    IPV6("IPv6", 128);

    private final String text;
    private final int bits;

    Family(String text, int bits) {
      this.text = text;
      this.bits = bits;
    }

    public int bits() {
      return bits;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final Pattern IPV4 =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
  private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
  private static final Pattern LEADING_ZERO = Pattern.compile("(?:^|[.:])0\\d+(?=\\.|$)");
  private static final BigInteger MAPPED = BigInteger.valueOf(0xffff).shiftLeft(32);

  /// Reads an address; nothing where it is none.
  public static Optional<IpAddress> parse(String text) {
    if (text.indexOf(':') < 0) {
      return ipv4(text).map(value -> new IpAddress(Family.IPV4, value));
    }
    return ipv6(text)
        .map(value ->
            value.shiftRight(32).equals(MAPPED.shiftRight(32))
                ? new IpAddress(Family.IPV4, value.subtract(MAPPED))
                : new IpAddress(Family.IPV6, value));
  }

  /// Whether a text that parses has parts of an IPv4 address with zeros before them, which stricter
  /// readers refuse.
  public static boolean hasLeadingZeros(String text) {
    return text.indexOf('.') >= 0 && LEADING_ZERO.matcher(text).find();
  }

  /// Whether a text that parses writes an IPv4 address as one of IPv6.
  public static boolean isMapped(String text) {
    return text.indexOf(':') >= 0
        && parse(text).filter(address -> address.family == Family.IPV4).isPresent();
  }

  private static Optional<BigInteger> ipv4(String text) {
    Matcher matcher = IPV4.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long value = 0;
    for (int i = 1; i <= 4; i++) {
      int part = Integer.parseInt(matcher.group(i));
      if (part > 255) {
        return Optional.empty();
      }
      value = value << 8 | part;
    }
    return Optional.of(BigInteger.valueOf(value));
  }

  private static Optional<BigInteger> ipv6(String text) {
    int lastColon = text.lastIndexOf(':');
    if (text.indexOf('.') > lastColon) {
      return ipv4(text.substring(lastColon + 1))
          .flatMap(tail ->
              ipv6(
                  "%s%x:%x"
                      .formatted(
                          text.substring(0, lastColon + 1),
                          tail.shiftRight(16).intValue(),
                          tail.intValue() & 0xffff)));
    }
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, 8).filter(groups -> groups.count == 8).map(Groups::value);
    }
    Optional<Groups> head = groups(text.substring(0, gap), 7);
    Optional<Groups> tail = groups(text.substring(gap + 2), 7);
    return head.flatMap(h ->
        tail.filter(t -> h.count + t.count <= 7)
            .map(t -> h.value.shiftLeft(16 * (8 - h.count)).or(t.value)));
  }

  private record Groups(int count, BigInteger value) {}

  private static Optional<Groups> groups(String text, int most) {
    if (text.isEmpty()) {
      return Optional.of(new Groups(0, BigInteger.ZERO));
    }
    String[] parts = text.split(":", -1);
    BigInteger value = BigInteger.ZERO;
    for (String part : parts) {
      if (!GROUP.matcher(part).matches()) {
        return Optional.empty();
      }
      value = value.shiftLeft(16).or(new BigInteger(part, 16));
    }
    return parts.length <= most ? Optional.of(new Groups(parts.length, value)) : Optional.empty();
  }

  /// The address `offset` places further on.
  public IpAddress plus(BigInteger offset) {
    return new IpAddress(family, value.add(offset));
  }

  @Override
  public int compareTo(IpAddress other) {
    int byFamily = family.compareTo(other.family);
    return byFamily != 0 ? byFamily : value.compareTo(other.value);
  }

  @Override
  public String toString() {
    if (family == Family.IPV4) {
      long v = value.longValue();
      return (v >> 24) + "." + (v >> 16 & 255) + "." + (v >> 8 & 255) + "." + (v & 255);
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = value.shiftRight(16 * (7 - i)).intValue() & 0xffff;
    }
    return text(groups);
  }

  /// The longest run of two or more zero groups becomes `::`, the first of equals.
  private static String text(int[] groups) {
    int gap = 8;
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
      } else {
        boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
        text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}

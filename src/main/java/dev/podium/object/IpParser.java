package dev.podium.object;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/// Reads addresses and prefixes as k8s.io/utils/net does (ParseIPSloppy, ParseCIDRSloppy), and
/// remembers what Go's stricter net/netip would have refused.
final class IpParser {
  private IpParser() {}

  /// @param leadingZeros whether a number had more digits than it needs
  record Parsed(IpAddress address, boolean leadingZeros) {}

  /// A prefix before its host bits are cut off.
  record ParsedPrefix(IpAddress address, int length, boolean leadingZeros) {}

  static Optional<Parsed> address(String text) {
    int dot = text.indexOf('.');
    int colon = text.indexOf(':');
    return colon >= 0 && (dot < 0 || colon < dot) ? ipv6(text) : ipv4(text);
  }

  static Optional<ParsedPrefix> prefix(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String digits = text.substring(slash + 1);
    return address(text.substring(0, slash))
        .filter(parsed -> isNumber(digits, parsed.address().bits()))
        .map(parsed ->
            new ParsedPrefix(
                parsed.address(),
                Integer.parseInt(digits),
                parsed.leadingZeros() || hasLeadingZero(digits)));
  }

  private static Optional<Parsed> ipv4(String text) {
    String[] parts = text.split("\\.", -1);
    long number = 0;
    boolean zeros = false;
    for (String part : parts) {
      if (!isNumber(part, 255)) {
        return Optional.empty();
      }
      number = number << 8 | Long.parseLong(part);
      zeros |= hasLeadingZero(part);
    }
    return parts.length == 4
        ? Optional.of(new Parsed(IpAddress.of(true, BigInteger.valueOf(number)), zeros))
        : Optional.empty();
  }

  private static Optional<Parsed> ipv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text).filter(groups -> groups.count() == 8).map(Groups::parsed);
    }
    Optional<Groups> before = groups(text.substring(0, gap));
    Optional<Groups> after = groups(text.substring(gap + 2));
    // Groups that an IPv4 part ends can only be the last.
    if (before.isEmpty() || after.isEmpty() || text.substring(0, gap).indexOf('.') >= 0) {
      return Optional.empty();
    }
    int missing = 8 - before.get().count() - after.get().count();
    return missing < 1
        ? Optional.empty()
        : Optional.of(before.get().zeros(missing).followedBy(after.get()).parsed());
  }

  private static Optional<Groups> groups(String text) {
    Groups groups = Groups.NONE;
    if (text.isEmpty()) {
      return Optional.of(groups);
    }
    List<String> parts = List.of(text.split(":", -1));
    for (int i = 0; i < parts.size(); i++) {
      Optional<Groups> next =
          i == parts.size() - 1 && parts.get(i).indexOf('.') >= 0
              ? ipv4(parts.get(i)).map(Groups::ofIpv4)
              : group(parts.get(i));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      groups = groups.followedBy(next.get());
    }
    return Optional.of(groups);
  }

  private static Optional<Groups> group(String digits) {
    boolean hexadecimal =
        !digits.isEmpty() && digits.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
    BigInteger number = hexadecimal ? new BigInteger(digits, 16) : BigInteger.ZERO;
    return hexadecimal && number.bitLength() <= 16
        ? Optional.of(new Groups(1, number, digits.length() > 4))
        : Optional.empty();
  }

  private static boolean isNumber(String digits, int most) {
    return !digits.isEmpty()
        && digits.length() < 9
        && digits.chars().allMatch(c -> c >= '0' && c <= '9')
        && Integer.parseInt(digits) <= most;
  }

  private static boolean hasLeadingZero(String digits) {
    return digits.length() > 1 && digits.charAt(0) == '0';
  }

  /// Some groups of 16 bits in a row.
  private record Groups(int count, BigInteger bits, boolean leadingZeros) {
    static final Groups NONE = new Groups(0, BigInteger.ZERO, false);

    static Groups ofIpv4(Parsed address) {
      return new Groups(2, address.address().number(), address.leadingZeros());
    }

    Groups zeros(int more) {
      return new Groups(count + more, bits.shiftLeft(16 * more), leadingZeros);
    }

    Groups followedBy(Groups next) {
      return new Groups(
          count + next.count,
          bits.shiftLeft(16 * next.count).or(next.bits),
          leadingZeros || next.leadingZeros);
    }

    Parsed parsed() {
      return new Parsed(IpAddress.of(false, bits), leadingZeros);
    }
  }
}

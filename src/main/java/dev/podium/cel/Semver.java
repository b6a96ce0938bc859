package dev.podium.cel;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version by semver.org 2.0.
///
/// @param prerelease its identifiers; empty for a release, which comes after all of them
record Semver(BigInteger major, BigInteger minor, BigInteger patch, List<String> prerelease)
    implements Comparable<Semver> {
  private static final String NUMBER = "(0|[1-9]\\d*)";
  private static final String IDENTIFIER = "(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)";
  private static final Pattern STRICT =
      Pattern.compile(
          "%s\\.%s\\.%s(?:-(%s(?:\\.%s)*))?(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?"
              .formatted(NUMBER, NUMBER, NUMBER, IDENTIFIER, IDENTIFIER));
  private static final Pattern LEADING_ZEROS = Pattern.compile("(^|\\.)0+(?=\\d)");

  static Optional<Semver> parse(String text) {
    Matcher parts = STRICT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String prerelease = parts.group(4);
    return Optional.of(
        new Semver(
            new BigInteger(parts.group(1)),
            new BigInteger(parts.group(2)),
            new BigInteger(parts.group(3)),
            prerelease == null ? List.of() : List.of(prerelease.split("\\.", -1))));
  }

  /// Reads also `v1.2`, `1` and `01.02.03`.
  static Optional<Semver> parseTolerant(String text) {
    String core = text.startsWith("v") ? text.substring(1) : text;
    int end = 0;
    while (end < core.length() && core.charAt(end) != '-' && core.charAt(end) != '+') {
      end++;
    }
    String numbers = LEADING_ZEROS.matcher(core.substring(0, end)).replaceAll("$1");
    long dots = numbers.chars().filter(c -> c == '.').count();
    return parse(numbers + ".0".repeat((int) Math.max(0, 2 - dots)) + core.substring(end));
  }

  @Override
  public int compareTo(Semver other) {
    int order = major.compareTo(other.major);
    order = order == 0 ? minor.compareTo(other.minor) : order;
    order = order == 0 ? patch.compareTo(other.patch) : order;
    return order == 0 ? comparePrerelease(other) : order;
  }

  private int comparePrerelease(Semver other) {
    if (prerelease.isEmpty() || other.prerelease.isEmpty()) {
      return Boolean.compare(prerelease.isEmpty(), other.prerelease.isEmpty());
    }
    int shared = Math.min(prerelease.size(), other.prerelease.size());
    for (int i = 0; i < shared; i++) {
      int order = compareIdentifiers(prerelease.get(i), other.prerelease.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(prerelease.size(), other.prerelease.size());
  }

  private static int compareIdentifiers(String one, String other) {
    boolean number = Character.isDigit(one.charAt(0)) && one.chars().allMatch(Character::isDigit);
    boolean otherNumber = other.chars().allMatch(Character::isDigit);
    if (number && otherNumber) {
      return new BigInteger(one).compareTo(new BigInteger(other));
    }
    return number == otherNumber ? one.compareTo(other) : Boolean.compare(otherNumber, number);
  }
}

package dev.podium.registry;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The order of a group's versions.
///
/// Upstream: apimachinery/pkg/version/helpers.go (CompareKubeAwareVersionStrings).
public final class VersionOrder {
  private static final Pattern VERSION = Pattern.compile("v(\\d+)(?:(alpha|beta)(\\d+))?");

  /// Stable ones first, then beta, then alpha, the newest of each first; then what is none of
  /// these.
  public static final Comparator<String> NEWEST_FIRST =
      Comparator.comparing(VersionOrder::rank, VersionOrder::compareRanks)
          .reversed()
          .thenComparing(Comparator.naturalOrder());

  private VersionOrder() {}

  private static List<BigInteger> rank(String version) {
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.matches()) {
      return List.of(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);
    }
    String stage = matcher.group(2);
    int kind = stage == null ? 3 : stage.equals("beta") ? 2 : 1;
    return List.of(
        BigInteger.valueOf(kind),
        new BigInteger(matcher.group(1)),
        stage == null ? BigInteger.ZERO : new BigInteger(matcher.group(3)));
  }

  private static int compareRanks(List<BigInteger> a, List<BigInteger> b) {
    for (int i = 0; i < a.size(); i++) {
      int order = a.get(i).compareTo(b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}

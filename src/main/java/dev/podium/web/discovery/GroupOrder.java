package dev.podium.web.discovery;

import dev.podium.registry.ApiPriorities;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The order in which groups and their versions are told.
final class GroupOrder {
  private static final Pattern VERSION = Pattern.compile("v(\\d+)(?:(alpha|beta)(\\d+))?");

  static final Comparator<String> GROUPS =
      Comparator.comparing((String group) -> -ApiPriorities.ofGroup(group))
          .thenComparing(Comparator.naturalOrder());

  /// Stable ones first, then beta, then alpha, the newest of each first; then what is none of
  /// these.
  ///
  /// Upstream: apimachinery/pkg/version/helpers.go (CompareKubeAwareVersionStrings).
  static final Comparator<String> VERSIONS =
      Comparator.comparing(GroupOrder::rank, GroupOrder::compareRanks)
          .reversed()
          .thenComparing(Comparator.naturalOrder());

  private GroupOrder() {}

  private static List<Integer> rank(String version) {
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.matches()) {
      return List.of(0, 0, 0);
    }
    String stage = matcher.group(2);
    int kind = stage == null ? 3 : stage.equals("beta") ? 2 : 1;
    int minor = stage == null ? 0 : Integer.parseInt(matcher.group(3));
    return List.of(kind, Integer.parseInt(matcher.group(1)), minor);
  }

  private static int compareRanks(List<Integer> a, List<Integer> b) {
    for (int i = 0; i < a.size(); i++) {
      int order = a.get(i).compareTo(b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}

package dev.podium.web.discovery;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The order in which groups and their versions are told.
final class GroupOrder {
  /// Upstream: pkg/controlplane/apiserver/aggregator.go (apiVersionPriorities).
  private static final Map<String, Integer> PRIORITIES =
      Map.ofEntries(
          Map.entry("apiregistration.k8s.io", 20_000),
          Map.entry("", 18_000),
          Map.entry("apps", 17_800),
          Map.entry("events.k8s.io", 17_750),
          Map.entry("authentication.k8s.io", 17_700),
          Map.entry("authorization.k8s.io", 17_600),
          Map.entry("autoscaling", 17_500),
          Map.entry("batch", 17_400),
          Map.entry("certificates.k8s.io", 17_300),
          Map.entry("networking.k8s.io", 17_200),
          Map.entry("policy", 17_100),
          Map.entry("rbac.authorization.k8s.io", 17_000),
          Map.entry("storage.k8s.io", 16_800),
          Map.entry("admissionregistration.k8s.io", 16_700),
          Map.entry("apiextensions.k8s.io", 16_700),
          Map.entry("scheduling.k8s.io", 16_600),
          Map.entry("coordination.k8s.io", 16_500),
          Map.entry("node.k8s.io", 16_300),
          Map.entry("discovery.k8s.io", 16_200),
          Map.entry("flowcontrol.apiserver.k8s.io", 16_100),
          Map.entry("resource.k8s.io", 15_900));

  /// That of groups which custom resource definitions bring.
  private static final int CUSTOM = 1_000;

  private static final Pattern VERSION = Pattern.compile("v(\\d+)(?:(alpha|beta)(\\d+))?");

  static final Comparator<String> GROUPS =
      Comparator.comparing((String group) -> -PRIORITIES.getOrDefault(group, CUSTOM))
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

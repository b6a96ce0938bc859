package dev.podium.web.discovery;

import dev.podium.registry.ApiPriorities;
import dev.podium.registry.VersionOrder;
import java.util.Comparator;

/// The order in which groups and their versions are told.
final class GroupOrder {
  static final Comparator<String> GROUPS =
      Comparator.comparing((String group) -> -ApiPriorities.ofGroup(group))
          .thenComparing(Comparator.naturalOrder());

  static final Comparator<String> VERSIONS = VersionOrder.NEWEST_FIRST;

  private GroupOrder() {}
}

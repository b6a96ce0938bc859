package dev.podium.resources.volumes;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Access modes as tables show them.
final class AccessModes {
  private static final List<Map.Entry<String, String>> SHORT =
      List.of(
          Map.entry("ReadWriteOnce", "RWO"),
          Map.entry("ReadOnlyMany", "ROX"),
          Map.entry("ReadWriteMany", "RWX"),
          Map.entry("ReadWriteOncePod", "RWOP"));

  private AccessModes() {}

  /// Upstream: helper.GetAccessModesAsString.
  static String cell(List<String> modes) {
    return SHORT.stream()
        .filter(mode -> modes.contains(mode.getKey()))
        .map(Map.Entry::getValue)
        .collect(Collectors.joining(","));
  }
}

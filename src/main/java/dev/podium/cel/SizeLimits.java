package dev.podium.cel;

import java.util.List;
import java.util.OptionalLong;

/// How large the values may be that an expression meets.
@FunctionalInterface
public interface SizeLimits {
  /// A step of a path into the items of a list.
  String ITEMS = "@items";

  /// A step of a path to the keys of a map.
  String KEYS = "@keys";

  /// A step of a path to the values of a map.
  String VALUES = "@values";

  /// @param path a variable, then fields as expressions spell them, and the steps above
  /// @return characters, bytes, items or entries; empty where nothing is known
  OptionalLong most(List<String> path);
}

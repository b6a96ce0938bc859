package dev.podium.schema.decode;

import dev.podium.object.JsonObject;

/// The form in which custom objects are stored and sent: upstream holds them in maps, which Go
/// writes sorted by key.
public final class SortedTree {
  private SortedTree() {}

  /// The very tree where it is sorted already.
  public static JsonObject of(JsonObject tree) {
    return CustomTree.sorted(tree, new DecodePath());
  }
}

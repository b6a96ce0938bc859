package dev.podium.schema;

/// A JSON array. How a list merges is a matter of the [Field] that holds it.
///
/// @param merge how it merges where no field holds it: in another list, or as a value of a map
public record ListType(SchemaType items, Field.Merge merge) implements SchemaType {
  public ListType(SchemaType items) {
    this(items, Field.Merge.NONE);
  }
}

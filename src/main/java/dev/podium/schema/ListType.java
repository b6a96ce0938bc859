package dev.podium.schema;

/// A JSON array. How a list merges is a matter of the [Field] that holds it.
public record ListType(SchemaType items) implements SchemaType {}

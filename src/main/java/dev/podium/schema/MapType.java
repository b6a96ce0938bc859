package dev.podium.schema;

/// A JSON object whose keys are data, such as labels.
public record MapType(SchemaType values) implements SchemaType {}

package dev.podium.schema;

/// What a field, a list item or a map value may hold.
public sealed interface SchemaType permits ObjectType, MapType, ListType, Scalar, FreeForm {}

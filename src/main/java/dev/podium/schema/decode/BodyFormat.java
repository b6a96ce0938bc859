package dev.podium.schema.decode;

/// The texts that a request may describe an object in.
public enum BodyFormat {
  JSON,
  /// YAML 1.1; of several documents, the first.
  YAML
}

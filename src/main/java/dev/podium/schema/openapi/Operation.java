package dev.podium.schema.openapi;

import dev.podium.object.GroupVersionKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One method of one path, whatever the dialect.
///
/// @param method in lower case
/// @param about what the operation is in Kubernetes' terms; empty for discovery
/// @param produces media types of the answers
/// @param answers by status code; those without a definition have no body
record Operation(
    String path,
    String method,
    String id,
    String tag,
    String description,
    Optional<About> about,
    List<Parameter> parameters,
    Optional<Body> body,
    List<String> consumes,
    List<String> produces,
    Map<Integer, Answer> answers) {

  /// `x-kubernetes-action` and `x-kubernetes-group-version-kind`.
  record About(String action, GroupVersionKind kind) {}

  /// One parameter in the path or the query.
  ///
  /// @param in `path` or `query`
  /// @param type `string`, `integer` or `boolean`
  record Parameter(String name, String in, String type, String description) {
    boolean required() {
      return in.equals("path");
    }
  }

  /// What is sent.
  record Body(String definition, boolean required) {}

  /// What comes back; the definition may be [#TEXT].
  record Answer(String description, Optional<String> definition) {
    static final String TEXT = "string";

    static Answer of(String description, String definition) {
      return new Answer(description, Optional.of(definition));
    }
  }
}

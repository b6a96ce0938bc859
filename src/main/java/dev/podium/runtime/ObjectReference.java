package dev.podium.runtime;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;

/// How events name what they are about. Upstream: client-go/tools/reference/ref.go.
final class ObjectReference {
  private ObjectReference() {}

  static JsonObject of(ApiObject object) {
    JsonObject reference = JsonObject.of("kind", object.kind());
    reference = withText(reference, "namespace", object.namespace());
    reference = withText(reference, "name", object.name());
    reference = withText(reference, "uid", object.uid());
    reference = withText(reference, "apiVersion", object.apiVersion());
    return withText(reference, "resourceVersion", object.resourceVersion());
  }

  private static JsonObject withText(JsonObject object, String field, String text) {
    return text.isEmpty() ? object : object.with(field, text);
  }

  /// Where an event about something lives.
  static String namespace(JsonObject reference) {
    String namespace = reference.string("namespace");
    return namespace.isEmpty() ? "default" : namespace;
  }
}

package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;

/// What a POST answers that has done something and has nothing to show.
final class Outcome {
  private Outcome() {}

  static ApiObject success() {
    return ApiObject.of(
        JsonObject.of(
            "kind", "Status",
            "apiVersion", "v1",
            "metadata", JsonObject.EMPTY,
            "status", "Success",
            "code", 201));
  }
}

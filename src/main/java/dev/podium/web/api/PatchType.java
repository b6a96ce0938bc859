package dev.podium.web.api;

import dev.podium.object.ApiException;
import dev.podium.object.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The kinds of patches, each a media type.
enum PatchType {
  JSON("application/json-patch+json"),
  MERGE("application/merge-patch+json"),
  STRATEGIC("application/strategic-merge-patch+json"),
  APPLY("application/apply-patch+yaml");

  private final String mediaType;

  PatchType(String mediaType) {
    this.mediaType = mediaType;
  }

  /// Custom resources have no merge keys to go by.
  private boolean isFor(boolean custom) {
    return !custom || this != STRATEGIC;
  }

  /// @param custom whether the resource is a custom one, which takes fewer and says so in other
  ///   words (go-restful does not stand in front of it)
  /// @throws ApiException 415
  static PatchType of(Exchange exchange, boolean custom) {
    String type = exchange.header("Content-Type").split(";", 2)[0].strip();
    Optional<PatchType> found =
        Stream.of(values())
            .filter(patch -> patch.mediaType.equals(type) && patch.isFor(custom))
            .findFirst();
    return found.orElseThrow(() -> unsupported(custom));
  }

  private static ApiException unsupported(boolean custom) {
    if (!custom) {
      return ApiException.of(
          415, "UnsupportedMediaType", "415: Unsupported Media Type", JsonObject.EMPTY);
    }
    List<String> accepted =
        Stream.of(values()).filter(patch -> patch.isFor(true)).map(p -> p.mediaType).toList();
    return ApiException.unsupportedMediaType(
        "the body of the request was in an unknown format - accepted media types include: "
            + String.join(", ", accepted));
  }
}

package dev.podium.runtime;

import dev.podium.object.ApiObject;
import java.util.Optional;
import java.util.stream.Stream;

/// A change of one object in a cache.
///
/// @param before empty for an object that is new; the last state for one that is gone
/// @param after empty for an object that is gone
public record Delta(Optional<ApiObject> before, Optional<ApiObject> after) {
  /// The object, as new as it is known.
  public ApiObject latest() {
    return after.or(() -> before).orElseThrow();
  }

  public Stream<ApiObject> states() {
    return Stream.concat(before.stream(), after.stream());
  }

  public boolean isDeletion() {
    return after.isEmpty();
  }
}

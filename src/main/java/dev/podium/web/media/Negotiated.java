package dev.podium.web.media;

import dev.podium.object.GroupVersionKind;
import java.util.Optional;

/// What client and server agreed on for an answer.
///
/// @param as the kind that objects are to be turned into: Table, PartialObjectMetadata or its list
public record Negotiated(Encoding encoding, boolean pretty, Optional<GroupVersionKind> as) {
  public static final Negotiated JSON = new Negotiated(Encoding.JSON, false, Optional.empty());

  public boolean asKind(String kind) {
    return as.filter(target -> target.kind().equals(kind)).isPresent();
  }
}

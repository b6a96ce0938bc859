package dev.podium.registry;

import dev.podium.auth.UserInfo;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// Who writes, and how the write is to be done.
///
/// @param fieldManager who will own the fields, as `managedFields` names it
/// @param dryRun go through every step but the last
/// @param now the time of the request, the same in every step
/// @param warnings takes texts for `Warning` headers
public record WriteContext(
    UserInfo user, String fieldManager, boolean dryRun, Instant now, Consumer<String> warnings) {
  public WriteContext {
    fieldManager = fieldManager.isEmpty() ? "unknown" : fieldManager;
  }

  void warn(List<String> texts) {
    texts.forEach(warnings);
  }
}

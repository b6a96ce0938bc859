package dev.podium.registry;

import dev.podium.auth.UserInfo;
import dev.podium.object.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// Who writes, and how the write is to be done.
///
/// @param fieldManager who will own the fields, as `managedFields` names it
/// @param dryRun go through every step but the last
/// @param now the time of the request, the same in every step
/// @param warnings takes texts for `Warning` headers
/// @param options what the client itself asked for, as the fields of its CreateOptions,
///   UpdateOptions or DeleteOptions; admission is shown them
/// @param admitted whether admission has had its say already
public record WriteContext(
    UserInfo user,
    String fieldManager,
    boolean dryRun,
    Instant now,
    Consumer<String> warnings,
    JsonObject options,
    boolean admitted) {
  public WriteContext {
    fieldManager = fieldManager.isEmpty() ? "unknown" : fieldManager;
  }

  public WriteContext(
      UserInfo user, String fieldManager, boolean dryRun, Instant now, Consumer<String> warnings) {
    this(
        user,
        fieldManager,
        dryRun,
        now,
        warnings,
        dryRun ? JsonObject.of("dryRun", List.of("All")) : JsonObject.EMPTY,
        false);
  }

  public WriteContext(
      UserInfo user,
      String fieldManager,
      boolean dryRun,
      Instant now,
      Consumer<String> warnings,
      JsonObject options) {
    this(user, fieldManager, dryRun, now, warnings, options, false);
  }

  /// For what an action writes by itself, which was admitted as a whole: upstream's actions write
  /// to the store beneath the API.
  public WriteContext asAdmitted() {
    return new WriteContext(user, fieldManager, dryRun, now, warnings, options, true);
  }

  /// For going through every step but the last.
  public WriteContext asDryRun() {
    return new WriteContext(user, fieldManager, true, now, warnings, options, admitted);
  }

  void warn(List<String> texts) {
    texts.forEach(warnings);
  }
}

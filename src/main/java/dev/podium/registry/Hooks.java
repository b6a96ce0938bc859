package dev.podium.registry;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.ObjectDraft;
import java.util.List;
import java.util.Optional;

/// What a kind may add to the pipeline: upstream's create, update and delete strategies as plain
/// functions.
public final class Hooks {
  private Hooks() {}

  /// Fills in defaults right after decoding, on every write; must not depend on anything but the
  /// object.
  @FunctionalInterface
  public interface Defaults {
    void apply(ObjectDraft object);
  }

  /// Before an object is created (PrepareForCreate): clears what clients may not set, fills what
  /// the server sets.
  @FunctionalInterface
  public interface PrepareCreate {
    void prepare(ObjectDraft object, WriteContext context);
  }

  /// Before an object is replaced (PrepareForUpdate): restores what this path may not change.
  @FunctionalInterface
  public interface PrepareUpdate {
    void prepare(ObjectDraft object, ApiObject old, WriteContext context);
  }

  /// Adds what is wrong with a new object beyond its metadata.
  @FunctionalInterface
  public interface Validate {
    void validate(ApiObject object, List<FieldError> errors);
  }

  /// Adds what is wrong with a change beyond the metadata; checks the whole new object too where
  /// upstream does.
  @FunctionalInterface
  public interface ValidateUpdate {
    void validate(ApiObject object, ApiObject old, List<FieldError> errors);
  }

  /// Texts for `Warning` headers on a create or update.
  @FunctionalInterface
  public interface Warn {
    List<String> warnings(ApiObject object, Optional<ApiObject> old);
  }

  /// How many seconds an object gets to stop, given its state and what the client asked for.
  @FunctionalInterface
  public interface GracePeriod {
    long seconds(ApiObject object, Optional<Long> asked);
  }

  /// Takes or gives back what lies outside the object, such as a cluster IP, around a write.
  ///
  /// `before` runs on the admitted object ahead of preparing and checking it (upstream's
  /// BeginCreate and BeginUpdate) and may fill fields. `released` runs once an object is gone.
  public interface Allocation {
    Reservation before(ObjectDraft object, Optional<ApiObject> old, WriteContext context);

    void released(ApiObject object);
  }

  /// What was taken for one write. Exactly one of the two is called, once.
  public interface Reservation {
    /// The write is stored: what it no longer needs may go.
    void keep();

    /// The write failed or was a dry run: what it took goes back.
    void giveBack();
  }
}

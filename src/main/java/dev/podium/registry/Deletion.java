package dev.podium.registry;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.Timestamps;
import dev.podium.registry.DeleteOptions.Propagation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a DELETE does to an object: the decision without the doing.
///
/// Upstream spreads it over apiserver's registry/rest/delete.go (BeforeDelete) and
/// registry/generic/registry/store.go (Delete, deletionFinalizersForGarbageCollection,
/// markAsDeleting, ShouldDeleteDuringUpdate).
public final class Deletion {
  public static final String ORPHAN_FINALIZER = "orphan";
  public static final String FOREGROUND_FINALIZER = "foregroundDeletion";

  private Deletion() {}

  /// What is to be done.
  public sealed interface Decision {
    /// Take it out of the store; watchers see `last`.
    record Remove(ApiObject last) implements Decision {}

    /// Store it with these changes and wait for whoever holds it.
    record Mark(ApiObject marked) implements Decision {}

    /// It is on its way already.
    record Leave(ApiObject object) implements Decision {}
  }

  static Decision decide(
      ResourceDefinition definition, ApiObject object, DeleteOptions options, Instant now) {
    checkPreconditions(definition, object, options);
    Grace grace = Grace.of(definition, object, options, now);
    if (grace instanceof Grace.Pending) {
      return new Decision.Leave(object);
    }
    List<String> finalizers = finalizers(definition, object, options);
    ApiObject marked = withFinalizers(object, finalizers);
    boolean held = !finalizers.isEmpty() || definition.deletion().held().test(object);
    if (grace instanceof Grace.Begins begins) {
      marked = begins.apply(marked);
      return held || begins.seconds() > 0 ? new Decision.Mark(marked) : new Decision.Remove(marked);
    }
    if (!held) {
      return new Decision.Remove(object);
    }
    ApiObject deleting =
        markAsDeleting(marked, now).edit(definition.deletion().onDeletion()::apply);
    return deleting.equals(object) ? new Decision.Leave(object) : new Decision.Mark(deleting);
  }

  /// Whether an update took away the last thing that kept a deleted object.
  static boolean completedBy(ResourceDefinition definition, ApiObject updated, ApiObject old) {
    return old.isBeingDeleted()
        && updated.finalizers().isEmpty()
        && !definition.deletion().held().test(updated)
        && gracePeriod(updated).orElse(0) == 0
        && gracePeriod(old).orElse(0) == 0;
  }

  private static void checkPreconditions(
      ResourceDefinition definition, ApiObject object, DeleteOptions options) {
    // Upstream names the kind where a resource belongs, and clients see that.
    GroupResource named =
        new GroupResource(definition.resource().group(), definition.kind().kind());
    options
        .uid()
        .filter(uid -> !uid.equals(object.uid()))
        .ifPresent(uid -> {
          throw precondition(named, object, "UID", uid, object.uid());
        });
    options
        .resourceVersion()
        .filter(version -> !version.equals(object.resourceVersion()))
        .ifPresent(version -> {
          throw precondition(named, object, "ResourceVersion", version, object.resourceVersion());
        });
  }

  private static ApiException precondition(
      GroupResource named, ApiObject object, String what, String asked, String found) {
    String after =
        what.equals("UID")
            ? "The object might have been deleted and then recreated"
            : "The object might have been modified";
    return ApiException.conflict(
        named,
        object.name(),
        "the %s in the precondition (%s) does not match the %s in record (%s). %s"
            .formatted(what, asked, what, found, after));
  }

  private static List<String> finalizers(
      ResourceDefinition definition, ApiObject object, DeleteOptions options) {
    List<String> present = object.finalizers();
    Propagation wanted = propagation(definition, object, options);
    List<String> finalizers = new ArrayList<>();
    for (String finalizer : present) {
      if (!finalizer.equals(ORPHAN_FINALIZER) && !finalizer.equals(FOREGROUND_FINALIZER)) {
        finalizers.add(finalizer);
      }
    }
    switch (wanted) {
      case ORPHAN -> finalizers.add(ORPHAN_FINALIZER);
      case FOREGROUND -> finalizers.add(FOREGROUND_FINALIZER);
      case BACKGROUND -> {}
    }
    boolean same = finalizers.size() == present.size() && present.containsAll(finalizers);
    return same ? present : finalizers;
  }

  /// What the client asked for, or else the finalizers say, or else the kind does.
  private static Propagation propagation(
      ResourceDefinition definition, ApiObject object, DeleteOptions options) {
    if (!definition.deletion().collectsGarbage()) {
      return Propagation.BACKGROUND;
    }
    if (options.propagation().isPresent()) {
      return options.propagation().get();
    }
    if (object.finalizers().contains(ORPHAN_FINALIZER)) {
      return Propagation.ORPHAN;
    }
    if (object.finalizers().contains(FOREGROUND_FINALIZER)) {
      return Propagation.FOREGROUND;
    }
    return definition.deletion().orphansByDefault() ? Propagation.ORPHAN : Propagation.BACKGROUND;
  }

  private static ApiObject withFinalizers(ApiObject object, List<String> finalizers) {
    return finalizers.equals(object.finalizers())
        ? object
        : object.editMetadata(metadata -> {
          if (finalizers.isEmpty()) {
            metadata.remove("finalizers");
          } else {
            metadata.set("finalizers", finalizers);
          }
        });
  }

  private static ApiObject markAsDeleting(ApiObject object, Instant now) {
    return object.editMetadata(metadata -> {
      if (!metadata.has("deletionGracePeriodSeconds")) {
        metadata.findLong("generation").ifPresent(g -> metadata.set("generation", g + 1));
      }
      metadata.setDefault("deletionTimestamp", Timestamps.format(now));
      metadata.set("deletionGracePeriodSeconds", 0);
    });
  }

  private static OptionalLong gracePeriod(ApiObject object) {
    return object.metadata().findLong("deletionGracePeriodSeconds");
  }

  /// What the grace period says about a deletion.
  private sealed interface Grace {
    /// The kind knows no grace.
    record None() implements Grace {}

    /// A grace period is running and is not made shorter.
    record Pending() implements Grace {}

    /// One begins, or a running one is cut short.
    record Begins(Instant end, long seconds, boolean first) implements Grace {
      ApiObject apply(ApiObject object) {
        return object.editMetadata(metadata -> {
          metadata.set("deletionTimestamp", Timestamps.format(end));
          metadata.set("deletionGracePeriodSeconds", seconds);
          if (first) {
            metadata.findLong("generation").ifPresent(g -> metadata.set("generation", g + 1));
          }
        });
      }
    }

    static Grace of(
        ResourceDefinition definition, ApiObject object, DeleteOptions options, Instant now) {
      Optional<Hooks.GracePeriod> rule = definition.deletion().gracePeriod();
      if (rule.isEmpty()) {
        return new None();
      }
      // Upstream treats a negative period as one second (ValidateDeleteOptions' callers).
      Optional<Long> asked = options.gracePeriodSeconds().map(seconds -> seconds < 0 ? 1 : seconds);
      if (object.isBeingDeleted()) {
        return shortened(object, asked);
      }
      long seconds = rule.get().seconds(object, asked);
      return new Begins(now.plusSeconds(seconds), seconds, true);
    }

    private static Grace shortened(ApiObject object, Optional<Long> asked) {
      OptionalLong running = gracePeriod(object);
      if (running.isEmpty() || asked.isEmpty()) {
        return new Pending();
      }
      long seconds = asked.get();
      if (seconds >= running.getAsLong()) {
        return new Pending();
      }
      Instant end =
          Timestamps.parse(object.deletionTimestamp().orElseThrow())
              .plusSeconds(seconds - running.getAsLong());
      return new Begins(end, seconds, false);
    }
  }
}

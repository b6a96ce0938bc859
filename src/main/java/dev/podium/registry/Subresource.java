package dev.podium.registry;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import java.util.List;
import java.util.Set;

/// A path below an object: `status`, `scale`, `binding`, `log`.
///
/// @param kind what its bodies are
public record Subresource(
    String name, GroupVersionKind kind, Set<Verb> verbs, Behaviour behaviour) {

  /// What requests to it do.
  public sealed interface Behaviour permits View, Scale, Action, Connect {}

  /// The same object under other rules: `status`, `approval`, `finalize`, `ephemeralcontainers`,
  /// `resize`.
  ///
  /// `prepare` restores from the old object everything that this path may not change.
  public record View(Hooks.PrepareUpdate prepare, Hooks.ValidateUpdate validate)
      implements Behaviour {}

  /// An `autoscaling/v1` Scale over three fields of the object.
  ///
  /// @param replicas where the wanted number is, such as `spec.replicas`
  /// @param statusReplicas where the present number is
  /// @param selector the label selector of an object as text
  public record Scale(
      List<String> replicas,
      List<String> statusReplicas,
      java.util.function.Function<ApiObject, String> selector)
      implements Behaviour {
    /// The Scale of an object.
    ///
    /// Upstream: scaleFromDeployment in pkg/registry/apps/deployment/storage/storage.go and its
    /// like.
    ///
    /// @param kind of the Scale
    /// @param custom whether the object must say how many replicas it wants
    public ApiObject of(ApiObject object, GroupVersionKind kind, boolean custom) {
      JsonObject metadata = JsonObject.of("name", object.name());
      for (String field : List.of("namespace", "uid", "resourceVersion", "creationTimestamp")) {
        String value = object.metadata().string(field);
        metadata = value.isEmpty() ? metadata : metadata.with(field, value);
      }
      String[] wantedPath = replicas.toArray(String[]::new);
      if (custom && object.root().find(wantedPath).isEmpty()) {
        throw ApiException.internal(
            "the spec replicas field \".%s\" does not exist".formatted(String.join(".", replicas)));
      }
      long wanted = object.root().integer(wantedPath);
      JsonObject status =
          JsonObject.of("replicas", object.root().integer(statusReplicas.toArray(String[]::new)));
      String selected = selector.apply(object);
      return ApiObject.of(
          JsonObject.of(
              "kind",
              "Scale",
              "apiVersion",
              kind.apiVersion(),
              "metadata",
              metadata,
              "spec",
              wanted == 0 ? JsonObject.EMPTY : JsonObject.of("replicas", wanted),
              "status",
              selected.isEmpty() ? status : status.with("selector", selected)));
    }

    /// The object with as many replicas as a Scale wants, of the version that the Scale names.
    public ApiObject into(ApiObject object, ApiObject scale) {
      return object.edit(draft -> {
        set(draft, scale.spec().integer("replicas"));
        if (!scale.resourceVersion().isEmpty()) {
          draft.object("metadata").set("resourceVersion", scale.resourceVersion());
        }
      });
    }

    /// Sets how many replicas are wanted.
    public void set(ObjectDraft draft, Object wanted) {
      ObjectDraft parent = draft;
      for (String step : replicas.subList(0, replicas.size() - 1)) {
        parent = parent.object(step);
      }
      parent.set(replicas.getLast(), wanted);
    }
  }

  /// A POST that does something: `binding`, `eviction`, `token`.
  public record Action(Operation operation) implements Behaviour {}

  /// What an [Action] does; called after the body was decoded and the caller authorized.
  @FunctionalInterface
  public interface Operation {
    ApiObject perform(
        ResourceService service,
        String namespace,
        String name,
        ApiObject body,
        WriteContext context);
  }

  /// A connection that `web` answers by itself: `log`, `exec`, `attach`, `portforward`, `proxy`.
  public record Connect() implements Behaviour {}

  /// The `status` of a kind: everything but status and metadata stays as it was.
  static Subresource status(GroupVersionKind kind, Hooks.ValidateUpdate validate) {
    return new Subresource(
        "status",
        kind,
        Set.of(Verb.GET, Verb.UPDATE, Verb.PATCH),
        new View(Subresource::keepAllButStatus, validate));
  }

  /// As [#status(GroupVersionKind, Hooks.ValidateUpdate)], with `prepare` behind it.
  static Subresource status(
      GroupVersionKind kind, Hooks.PrepareUpdate prepare, Hooks.ValidateUpdate validate) {
    View plain = (View) status(kind, validate).behaviour();
    Hooks.PrepareUpdate both =
        (object, old, context) -> {
          plain.prepare().prepare(object, old, context);
          prepare.prepare(object, old, context);
        };
    return new Subresource(
        "status", kind, Set.of(Verb.GET, Verb.UPDATE, Verb.PATCH), new View(both, validate));
  }

  /// Leaves what a path must not touch in the metadata either as it was; all that users can change
  /// there where no fields are named. Upstream: ResetObjectMetaForStatus.
  public static Hooks.PrepareUpdate keepsMetadata(String... fields) {
    List<String> kept =
        fields.length == 0
            ? List.of("labels", "annotations", "finalizers", "ownerReferences")
            : List.of(fields);
    return (object, old, context) -> {
      ObjectDraft metadata = object.object("metadata");
      for (String field : kept) {
        old.metadata()
            .find(field)
            .ifPresentOrElse(value -> metadata.set(field, value), () -> metadata.remove(field));
      }
    };
  }

  private static void keepAllButStatus(ObjectDraft object, ApiObject old, WriteContext context) {
    for (String field : object.keys()) {
      switch (field) {
        case "status", "metadata", "kind", "apiVersion" -> {}
        default -> object.remove(field);
      }
    }
    old.root()
        .forEach((field, value) -> {
          switch (field) {
            case "status", "metadata", "kind", "apiVersion" -> {}
            default -> object.set(field, value);
          }
        });
  }

  static void noErrors(ApiObject object, ApiObject old, List<FieldError> errors) {}
}

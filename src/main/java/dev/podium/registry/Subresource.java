package dev.podium.registry;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.GroupVersionKind;
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
      implements Behaviour {}

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

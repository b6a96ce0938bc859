package dev.podium.schema.openapi;

import dev.podium.object.GroupVersion;
import dev.podium.object.GroupVersionKind;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Schemas;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// One resource in one version, as far as the documents tell of it.
///
/// @param verbs in discovery's words: `create`, `delete`, `deletecollection`, `get`, `list`,
///   `patch`, `update`, `watch`
/// @param definition of its objects
/// @param listDefinition of its lists
/// @param deletion what a DELETE answers
/// @param custom whether it was defined while the server ran; then it takes no strategic merge
///   patches
public record ServedResource(
    GroupVersionKind kind,
    String plural,
    boolean namespaced,
    Set<String> verbs,
    String definition,
    String listDefinition,
    DeletionAnswer deletion,
    boolean custom,
    List<ServedSubresource> subresources) {

  public ServedResource {
    verbs = Collections.unmodifiableSortedSet(new TreeSet<>(verbs));
    subresources = List.copyOf(subresources);
  }

  /// What a DELETE answers.
  public enum DeletionAnswer {
    STATUS,
    OBJECT
  }

  /// A resource of a built-in kind.
  public static ServedResource builtIn(
      GroupVersionKind kind,
      String plural,
      boolean namespaced,
      Set<String> verbs,
      DeletionAnswer deletion,
      List<ServedSubresource> subresources) {
    return new ServedResource(
        kind,
        plural,
        namespaced,
        verbs,
        definition(kind),
        definition(kind) + "List",
        deletion,
        false,
        subresources);
  }

  /// A resource that was defined while the server ran.
  public static ServedResource custom(
      CustomDefinitions.Custom definition,
      boolean namespaced,
      Set<String> verbs,
      List<ServedSubresource> subresources) {
    return new ServedResource(
        definition.kind(),
        definition.plural(),
        namespaced,
        verbs,
        definition.name(),
        definition.listName(),
        DeletionAnswer.STATUS,
        true,
        subresources);
  }

  /// The definition of a built-in kind.
  static String definition(GroupVersionKind kind) {
    return Schemas.builtIn()
        .kind(kind)
        .map(ObjectType::name)
        .orElseThrow(() -> new IllegalArgumentException("No built-in kind " + kind));
  }

  GroupVersion groupVersion() {
    return kind.groupVersion();
  }
}

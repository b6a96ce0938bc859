package dev.podium.admission.match;

import dev.podium.cel.ValueType;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersionKind;
import dev.podium.schema.ObjectType;
import java.util.List;
import java.util.Optional;

/// What policies and webhooks need to know of the kinds that are served.
public interface Kinds {
  /// A kind in one version, and where its objects are found.
  ///
  /// @param version of the resource, which a subresource's own kind does not share
  /// @param stored what the store keeps them under
  record Kind(
      GroupVersionKind kind,
      GroupResource resource,
      String version,
      GroupResource stored,
      boolean namespaced) {}

  Optional<Kind> find(GroupVersionKind kind);

  /// The same objects in other versions and groups.
  List<Kind> equivalents(GroupVersionKind kind);

  /// An object in another version of its kind.
  ApiObject convert(ApiObject object, GroupVersionKind wanted);

  /// The object with its defaults.
  ApiObject defaulted(ApiObject object);

  Optional<ObjectType> type(GroupVersionKind kind);

  /// What expressions may take objects of a kind for; nothing where no schema tells of it.
  Optional<ValueType> valueType(GroupVersionKind kind);

  /// The kinds whose objects are served under a name.
  List<GroupVersionKind> named(String group, String version, String plural);
}

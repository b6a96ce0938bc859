package dev.podium.auth.rbac;

import dev.podium.object.ApiObject;
import java.util.List;

/// The roles and bindings there are, as stored.
public interface RoleSource {
  /// What kinds of them there are.
  enum Kind {
    ROLE,
    CLUSTER_ROLE,
    ROLE_BINDING,
    CLUSTER_ROLE_BINDING;

    boolean isRole() {
      return this == ROLE || this == CLUSTER_ROLE;
    }

    boolean isNamespaced() {
      return this == ROLE || this == ROLE_BINDING;
    }
  }

  /// Something that has changed.
  sealed interface Change {}

  /// An object is new, or another one than before.
  record Put(Kind kind, ApiObject object) implements Change {}

  /// An object is gone.
  record Removed(Kind kind, String namespace, String name) implements Change {}

  /// These are all, whatever there was before.
  record All(Kind kind, List<ApiObject> objects) implements Change {}

  /// Grows with every write, of whatever; asked at every decision, so it must be cheap.
  long revision();

  /// What has changed since it was asked last, up to a revision that was given or beyond it; all
  /// there is at the first time.
  List<Change> changes(long revision);
}

package dev.podium.runtime;

import dev.podium.client.ApiClient;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.object.ObjectDraft;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The objects that a controller object has a right to: its own, those it adopts because its
/// selector means them and nobody controls them, and no longer those that its selector does not
/// mean.
///
/// Upstream: pkg/controller/controller_ref_manager.go.
public final class OwnedObjects {
  private final ApiClient client;
  private final Informer informer;
  private final Function<String, List<ApiObject>> orphans;

  /// @param client under whose name objects are adopted and released
  /// @param informer of the owned kind
  public OwnedObjects(ApiClient client, Informer informer) {
    this.client = client;
    this.informer = informer;
    this.orphans =
        informer.indexed(
            "orphans by namespace",
            object ->
                object.controllerReference().isPresent() ? List.of() : List.of(object.namespace()));
  }

  /// Adopts and releases, and returns what is owned then, in order of the names.
  ///
  /// @param owner as the caller's cache has it; before an adoption it is looked up anew
  public List<ApiObject> claim(ApiObject owner, LabelSelector selector) {
    Adoption adoption = new Adoption(owner);
    List<ApiObject> owned = new ArrayList<>();
    informer
        .controlledBy(owner.uid())
        .forEach(object -> claim(object, selector, adoption).ifPresent(owned::add));
    int own = owned.size();
    orphans
        .apply(owner.namespace())
        .forEach(object -> claim(object, selector, adoption).ifPresent(owned::add));
    if (owned.size() > own) {
      owned.sort(Comparator.comparing(ApiObject::name));
    }
    return owned;
  }

  private Optional<ApiObject> claim(ApiObject object, LabelSelector selector, Adoption adoption) {
    ApiObject owner = adoption.owner;
    boolean meant = selector.matches(object);
    Optional<JsonObject> controller = object.controllerReference();
    if (controller.isPresent()) {
      if (!controller.get().string("uid").equals(owner.uid())) {
        return Optional.empty();
      }
      if (meant) {
        return Optional.of(object);
      }
      if (!owner.isBeingDeleted()) {
        unlessGone(() -> release(object, owner));
      }
      return Optional.empty();
    }
    if (!meant || owner.isBeingDeleted() || object.isBeingDeleted()) {
      return Optional.empty();
    }
    return unlessGone(() -> adoption.adopt(object));
  }

  private ApiObject release(ApiObject object, ApiObject owner) {
    return change(
        object,
        metadata -> {
          List<JsonObject> others =
              object.ownerReferences().stream()
                  .filter(reference -> !reference.string("uid").equals(owner.uid()))
                  .toList();
          if (others.isEmpty()) {
            metadata.remove("ownerReferences");
          } else {
            metadata.set("ownerReferences", others);
          }
        });
  }

  /// Changes the object as it was seen, if it still is the same.
  private ApiObject change(ApiObject seen, Consumer<ObjectDraft> change) {
    return client.update(seen.editMetadata(change));
  }

  private static Optional<ApiObject> unlessGone(Supplier<ApiObject> write) {
    try {
      return Optional.of(write.get());
    } catch (ApiException e) {
      if (e.code() != 404) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /// The adoptions of one claim: whether the owner still is there is asked once, before the first.
  private final class Adoption {
    private final ApiObject owner;
    private boolean allowed;

    Adoption(ApiObject owner) {
      this.owner = owner;
    }

    ApiObject adopt(ApiObject object) {
      requireOwner();
      return change(
          object, metadata -> metadata.list("ownerReferences").add(controllerReference(owner)));
    }

    private void requireOwner() {
      if (allowed) {
        return;
      }
      ApiObject fresh = client.get(owner.groupVersionKind(), owner.namespace(), owner.name());
      if (!fresh.uid().equals(owner.uid())) {
        throw new IllegalStateException(
            "original %s %s is gone: got uid %s, wanted %s"
                .formatted(owner.kind(), Key.of(owner), fresh.uid(), owner.uid()));
      }
      if (fresh.isBeingDeleted()) {
        throw new IllegalStateException(
            Key.of(owner) + " has just been deleted at " + fresh.deletionTimestamp().orElse(""));
      }
      allowed = true;
    }
  }

  /// The reference by which an object says who controls it. Upstream: metav1.NewControllerRef.
  public static JsonObject controllerReference(ApiObject owner) {
    return JsonObject.of(
        "apiVersion", owner.apiVersion(),
        "kind", owner.kind(),
        "name", owner.name(),
        "uid", owner.uid(),
        "controller", true,
        "blockOwnerDeletion", true);
  }
}

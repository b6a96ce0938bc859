package dev.podium.object;

import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A frozen API object: a JSON tree with an identity, and its JSON text, written once and shared by
/// every reader.
public final class ApiObject {
  private final JsonObject root;

  /// Kept while there is room: the text of a large cluster would be a third of what it costs.
  private volatile @Nullable SoftReference<byte[]> json;

  private ApiObject(JsonObject root) {
    this.root = root;
  }

  public static ApiObject of(JsonObject root) {
    return new ApiObject(root);
  }

  /// An object with a name and nothing else; the namespace is empty for cluster-scoped kinds.
  public static ApiObject named(GroupVersionKind kind, String namespace, String name) {
    JsonObject metadata = JsonObject.of("name", name);
    return of(
        JsonObject.of(
            "kind",
            kind.kind(),
            "apiVersion",
            kind.apiVersion(),
            "metadata",
            namespace.isEmpty() ? metadata : metadata.with("namespace", namespace)));
  }

  public JsonObject root() {
    return root;
  }

  public String apiVersion() {
    return root.string("apiVersion");
  }

  public String kind() {
    return root.string("kind");
  }

  public GroupVersionKind groupVersionKind() {
    return GroupVersionKind.of(apiVersion(), kind());
  }

  public JsonObject metadata() {
    return root.object("metadata");
  }

  public JsonObject spec() {
    return root.object("spec");
  }

  public JsonObject status() {
    return root.object("status");
  }

  public String name() {
    return metadata().string("name");
  }

  public String namespace() {
    return metadata().string("namespace");
  }

  public String uid() {
    return metadata().string("uid");
  }

  /// The version as a client sees it: opaque, empty where the object was never stored.
  public String resourceVersion() {
    return metadata().string("resourceVersion");
  }

  public OptionalLong generation() {
    return metadata().findLong("generation");
  }

  public String creationTimestamp() {
    return metadata().string("creationTimestamp");
  }

  /// When it is or was to be gone; empty where nobody has asked for that.
  public Optional<String> deletionTimestamp() {
    return metadata().findString("deletionTimestamp");
  }

  public boolean isBeingDeleted() {
    return metadata().has("deletionTimestamp");
  }

  public Map<String, String> labels() {
    return metadata().stringMap("labels");
  }

  public Map<String, String> annotations() {
    return metadata().stringMap("annotations");
  }

  public Optional<String> annotation(String key) {
    return metadata().findString("annotations", key);
  }

  public List<String> finalizers() {
    return metadata().strings("finalizers");
  }

  public List<JsonObject> ownerReferences() {
    return metadata().objects("ownerReferences");
  }

  /// The owner reference with `controller: true`.
  public Optional<JsonObject> controllerReference() {
    JsonArray owners = metadata().array("ownerReferences");
    for (int i = 0; i < owners.size(); i++) {
      if (owners.get(i) instanceof JsonObject owner && owner.bool("controller")) {
        return Optional.of(owner);
      }
    }
    return Optional.empty();
  }

  /// The object after `change`; this very one where nothing changed.
  public ApiObject edit(Consumer<ObjectDraft> change) {
    JsonObject edited = root.edit(change);
    return edited == root ? this : new ApiObject(edited);
  }

  public ApiObject editMetadata(Consumer<ObjectDraft> change) {
    return edit(draft -> change.accept(draft.object("metadata")));
  }

  public ApiObject editSpec(Consumer<ObjectDraft> change) {
    return edit(draft -> change.accept(draft.object("spec")));
  }

  public ApiObject editStatus(Consumer<ObjectDraft> change) {
    return edit(draft -> change.accept(draft.object("status")));
  }

  public ApiObject with(String field, Object value) {
    JsonObject edited = root.with(field, value);
    return edited == root ? this : new ApiObject(edited);
  }

  public ApiObject without(String field) {
    JsonObject edited = root.without(field);
    return edited == root ? this : new ApiObject(edited);
  }

  /// This object as `resourceVersion` of the store; 0 leaves the version out.
  public ApiObject withResourceVersion(long version) {
    JsonObject before = metadata();
    if (version != 0 && before.has("resourceVersion")) {
      return with("metadata", before.with("resourceVersion", Long.toString(version)));
    }
    return editMetadata(metadata -> {
      if (version == 0) {
        metadata.remove("resourceVersion");
      } else {
        metadata.set("resourceVersion", Long.toString(version));
      }
    });
  }

  /// Its compact JSON text in UTF-8. The array is shared: nobody may write to it.
  public byte[] json() {
    byte[] text = knownJson();
    if (text == null) {
      text = Json.bytes(root);
      json = new SoftReference<>(text);
    }
    return text;
  }

  /// Its [#json], where that was asked for lately.
  byte @Nullable [] knownJson() {
    SoftReference<byte[]> known = json;
    return known == null ? null : known.get();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || other instanceof ApiObject o && root.equals(o.root);
  }

  @Override
  public int hashCode() {
    return root.hashCode();
  }

  @Override
  public String toString() {
    return root.toString();
  }
}

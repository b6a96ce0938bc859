package dev.podium.registry;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GoText;
import dev.podium.object.GroupKind;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// The part of an object's metadata that the server keeps: names, uid, times, versions.
///
/// Upstream: registry/rest/meta.go, create.go (BeforeCreate) and update.go (BeforeUpdate).
public final class ObjectIdentity {
  private static final List<String> SYSTEM_FIELDS =
      List.of(
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation",
          "selfLink");
  private static final String OUTDATED =
      "the object has been modified; please apply your changes to the latest version and try again";
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private final Supplier<String> uids;
  private final UnaryOperator<String> nameGenerator;

  /// @param uids gives a new uid at each call
  /// @param nameGenerator makes a name of a `generateName`
  public ObjectIdentity(Supplier<String> uids, UnaryOperator<String> nameGenerator) {
    this.uids = uids;
    this.nameGenerator = nameGenerator;
  }

  /// Upstream: storage/etcd3/store.go (Create), where what is no number counts as none.
  static void refuseVersion(ApiObject object) {
    String version = object.resourceVersion();
    if (NUMBER.matcher(version).matches() && !version.matches("0+")) {
      throw ApiException.of(500, "", "resourceVersion should not be set on objects to be created");
    }
  }

  /// The object in the namespace of the request.
  public static ApiObject inNamespace(
      ResourceDefinition definition, String namespace, ApiObject object) {
    if (!definition.namespaced()) {
      return object.namespace().isEmpty()
          ? object
          : object.editMetadata(metadata -> metadata.remove("namespace"));
    }
    if (object.namespace().isEmpty()) {
      return object.editMetadata(metadata -> metadata.set("namespace", namespace));
    }
    if (!object.namespace().equals(namespace)) {
      throw ApiException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    return object;
  }

  /// The object under the name and namespace of the request; what it says itself must not differ.
  public static ApiObject match(
      ResourceDefinition definition, String namespace, String name, ApiObject object) {
    ApiObject placed = inNamespace(definition, namespace, object);
    if (object.name().isEmpty()) {
      throw ApiException.badRequest(
          "the name of the object (%s based on URL) was undeterminable: name must be provided"
              .formatted(name));
    }
    if (!object.name().equals(name)) {
      throw ApiException.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(object.name(), name));
    }
    return placed;
  }

  /// A new object with what the server gives it.
  ApiObject born(ApiObject object, Instant now) {
    return object.editMetadata(metadata -> {
      SYSTEM_FIELDS.forEach(metadata::remove);
      metadata.set("uid", uids.get());
      metadata.set("creationTimestamp", Timestamps.format(now));
      if (metadata.string("name").isEmpty() && !metadata.string("generateName").isEmpty()) {
        metadata.set("name", nameGenerator.apply(metadata.string("generateName")));
      }
    });
  }

  /// The object with the version that it replaces, where the writer named that or need not.
  static ApiObject checkVersion(
      ResourceDefinition definition, ApiObject object, ApiObject current, WriteContext context) {
    String asked = object.resourceVersion();
    if (!asked.isEmpty() && !NUMBER.matcher(asked).matches()) {
      throw ApiException.of(
          500, "", "strconv.ParseUint: parsing " + GoText.quote(asked) + ": invalid syntax");
    }
    if (asked.isEmpty() || asked.equals("0")) {
      if (!definition.writes().unconditionalUpdate()) {
        // The kind that upstream names here is the resource.
        throw ApiException.invalid(
            new GroupKind(definition.resource().group(), definition.resource().resource()),
            object.name(),
            List.of(
                FieldError.invalid(
                    FieldPath.of("metadata", "resourceVersion"),
                    0,
                    "must be specified for an update")));
      }
    } else if (!asked.equals(current.resourceVersion())) {
      throw ApiException.conflict(definition.resource(), object.name(), OUTDATED);
    }
    String uid = object.uid();
    return object.editMetadata(metadata -> {
      metadata.set("resourceVersion", current.resourceVersion());
      if (uid.isEmpty()) {
        metadata.set("uid", current.uid());
      }
    });
  }

  /// The new object with the fields of its metadata that no update changes, whatever it says. That
  /// it is to be deleted can be neither said nor taken back: to say it is left for validation to
  /// refuse.
  static ApiObject keep(ApiObject object, ApiObject stored) {
    return object.editMetadata(metadata -> {
      for (String field : SYSTEM_FIELDS) {
        Object before = stored.metadata().get(field);
        if (before != null || !field.startsWith("deletion")) {
          copy(field, before, metadata);
        }
      }
    });
  }

  /// One field as the stored object has it, or absent as there.
  static void copy(String field, ApiObject stored, ObjectDraft draft) {
    copy(field, stored.root().get(field), draft);
  }

  private static void copy(
      String field, @org.jspecify.annotations.Nullable Object value, ObjectDraft draft) {
    if (value == null) {
      draft.remove(field);
    } else {
      draft.set(field, value);
    }
  }
}

package dev.podium.resources.fields;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// A part of an object while it is being checked: what stands there, where that is, and where
/// errors go.
///
/// An object that is absent is checked as an empty one where [#at] is used, and not at all where
/// [#find] is: as upstream checks a struct or a pointer to one.
public record Part(JsonObject value, FieldPath path, List<FieldError> errors) {
  public static Part of(ApiObject object, List<FieldError> errors) {
    return new Part(object.root(), FieldPath.ROOT, errors);
  }

  public Part at(String field) {
    return new Part(value.object(field), path.child(field), errors);
  }

  public Part at(String first, String... rest) {
    Part part = at(first);
    for (String field : rest) {
      part = part.at(field);
    }
    return part;
  }

  public Optional<Part> find(String field) {
    return value.findObject(field).map(object -> new Part(object, path.child(field), errors));
  }

  /// The objects of a list, each with its index in its path.
  public List<Part> items(String field) {
    List<JsonObject> objects = value.objects(field);
    List<Part> parts = new ArrayList<>(objects.size());
    for (int i = 0; i < objects.size(); i++) {
      parts.add(new Part(objects.get(i), path.child(field).index(i), errors));
    }
    return parts;
  }

  /// The same part, named by another path: upstream's paths are not always where the value is.
  public Part under(FieldPath other) {
    return new Part(value, other, errors);
  }

  public FieldPath child(String field) {
    return path.child(field);
  }

  public boolean has(String field) {
    Object found = value.get(field);
    return found != null && found != JsonNull.NULL;
  }

  public String string(String field) {
    return value.string(field);
  }

  public Optional<String> findString(String field) {
    return value.findString(field);
  }

  public long integer(String field) {
    return value.integer(field);
  }

  public OptionalLong findLong(String field) {
    return value.findLong(field);
  }

  public boolean bool(String field) {
    return value.bool(field);
  }

  public JsonArray array(String field) {
    return value.array(field);
  }

  public List<String> strings(String field) {
    return value.strings(field);
  }

  /// What stands in a field, as a message shows it.
  public Object shown(String field) {
    return Objects.requireNonNullElse(value.get(field), JsonNull.NULL);
  }

  public void required(String field) {
    required(field, "");
  }

  public void required(String field, String detail) {
    errors.add(FieldError.required(path.child(field), detail));
  }

  /// Demands a text; whether there is one.
  public boolean requireText(String field) {
    if (string(field).isEmpty()) {
      required(field);
      return false;
    }
    return true;
  }

  public void invalid(String field, String detail) {
    invalid(field, shown(field), detail);
  }

  public void invalid(String field, Object shown, String detail) {
    errors.add(FieldError.invalid(path.child(field), shown, detail));
  }

  public void forbidden(String field, String detail) {
    errors.add(FieldError.forbidden(path.child(field), detail));
  }

  public void duplicate(String field, Object shown) {
    errors.add(FieldError.duplicate(path.child(field), shown));
  }

  public void notFound(String field, Object shown) {
    errors.add(FieldError.notFound(path.child(field), shown));
  }

  public void notSupported(String field, List<String> supported) {
    errors.add(FieldError.notSupported(path.child(field), shown(field), supported));
  }

  /// An error of this part itself.
  public void add(FieldError error) {
    errors.add(error);
  }

  /// Reports every fault that a format found in a text, which is empty where it was left out.
  public void faults(String field, List<String> faults) {
    Object text = value.has(field) ? Objects.requireNonNull(value.get(field)) : "";
    for (String fault : faults) {
      add(FieldError.invalid(child(field), text, fault));
    }
  }

  /// The field is one of the values (a text that may not be left out).
  public void oneOf(String field, List<String> supported) {
    if (requireText(field) && !supported.contains(string(field))) {
      notSupported(field, supported);
    }
  }

  /// The field, where it is given at all, is one of the values.
  public void oneOfIfPresent(String field, List<String> supported) {
    if (has(field) && !supported.contains(string(field))) {
      notSupported(field, supported);
    }
  }

  /// ValidateNonnegativeField; absent counts as 0.
  public void notNegative(String field) {
    FieldChecks.notNegative(integer(field), path.child(field), errors);
  }

  /// The field is what it was (ValidateImmutableField).
  public void immutable(String field, JsonObject before) {
    FieldChecks.immutable(value, before, path, field, errors);
  }

  /// As [#immutable(String, JsonObject)], for a structure.
  ///
  /// @param definition its published type
  public void immutable(String field, JsonObject before, String definition) {
    if (!value.object(field).equals(before.object(field))) {
      invalid(field, InternalForm.of(definition, value.object(field)), FieldChecks.IMMUTABLE);
    }
  }
}

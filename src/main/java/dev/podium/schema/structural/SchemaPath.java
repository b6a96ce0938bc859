package dev.podium.schema.structural;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;

/// Where a value stands: for messages below the object that is checked, for fields below what that
/// is part of.
///
/// @param base of the object that is checked, such as `status`
/// @param text `spec.list[0].name`; empty for the object itself
record SchemaPath(FieldPath base, String text) {
  SchemaPath child(String name) {
    return new SchemaPath(base, text.isEmpty() ? name : text + "." + name);
  }

  SchemaPath index(int i) {
    return new SchemaPath(base, text + "[" + i + "]");
  }

  FieldPath field() {
    return text.isEmpty() ? base : base.child(text);
  }

  /// `spec.size in body `, which most messages begin with.
  String inBody(String words) {
    return text + " in body " + words;
  }

  FieldError invalid(Object value, String words) {
    return FieldError.invalid(field(), value, inBody(words));
  }

  /// A fault that upstream's field errors have no place for.
  FieldError general(String words) {
    return FieldError.invalid(base, "", words);
  }
}

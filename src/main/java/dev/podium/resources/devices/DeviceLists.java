package dev.podium.resources.devices;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.resources.fields.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// Lists and maps of resource.k8s.io: one that is too long is not looked into.
///
/// Upstream: validateSlice, validateSet and validateMap in
/// pkg/apis/resource/validation/validation.go.
final class DeviceLists {
  private static final String ELLIPSIS = "...";

  private DeviceLists() {}

  /// What is said of one text of a list or one key of a map.
  @FunctionalInterface
  interface TextCheck {
    void check(String text, FieldPath path, List<FieldError> errors);
  }

  static void each(Part parent, String field, int most, Consumer<Part> check) {
    if (fits(parent, field, most)) {
      parent.items(field).forEach(check);
    }
  }

  /// Objects that must differ in their keys.
  static void set(
      Part parent, String field, int most, Consumer<Part> check, Function<Part, String> key) {
    if (!fits(parent, field, most)) {
      return;
    }
    List<Part> items = parent.items(field);
    items.forEach(check);
    Set<String> seen = new HashSet<>();
    for (Part item : items) {
      if (!seen.add(key.apply(item))) {
        item.add(FieldError.duplicate(item.path(), key.apply(item)));
      }
    }
  }

  /// Texts that must differ.
  static void texts(Part parent, String field, int most, TextCheck check) {
    if (!fits(parent, field, most)) {
      return;
    }
    FieldPath path = parent.child(field);
    List<String> texts = parent.strings(field);
    for (int i = 0; i < texts.size(); i++) {
      check.check(texts.get(i), path.index(i), parent.errors());
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < texts.size(); i++) {
      if (!seen.add(texts.get(i))) {
        parent.add(FieldError.duplicate(path.index(i), texts.get(i)));
      }
    }
  }

  /// The entries of a map, in the order of their keys: upstream has none.
  ///
  /// @param longest as much of a key as a path shows
  static void map(
      Part parent, String field, int most, int longest, TextCheck key, Consumer<Part> check) {
    JsonObject map = parent.value().object(field);
    FieldPath path = parent.child(field);
    if (map.size() > most) {
      parent.add(FieldError.tooMany(path, map.size(), most));
      return;
    }
    TreeMap<String, JsonObject> sorted = new TreeMap<>();
    map.forEach((name, _) -> sorted.put(name, map.object(name)));
    sorted.forEach((name, value) -> {
      FieldPath at = path.key(shortened(name, longest));
      key.check(name, at, parent.errors());
      check.accept(new Part(value, at, parent.errors()));
    });
  }

  static boolean fits(Part parent, String field, int most) {
    int size = parent.array(field).size();
    if (size > most) {
      parent.add(FieldError.tooMany(parent.child(field), size, most));
    }
    return size <= most;
  }

  private static String shortened(String text, int longest) {
    int rest = longest - ELLIPSIS.length();
    return text.length() <= longest
        ? text
        : text.substring(0, (rest + 1) / 2) + ELLIPSIS + text.substring(text.length() - rest / 2);
  }
}

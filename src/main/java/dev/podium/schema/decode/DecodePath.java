package dev.podium.schema.decode;

import dev.podium.object.GoText;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Where the decoder stands, in the two forms that its messages need, and what strictness has found
/// so far.
///
/// Upstream: sigs.k8s.io/json keeps `errorContext`, which knows only the fields of structs, and
/// `strictFieldStack`, which knows indexes and map keys too. A step down allocates nothing.
final class DecodePath {
  /// Upstream stops collecting here.
  private static final int MOST_ERRORS = 100;

  /// Stands for the struct of a step that is a map's key or a list's index.
  private static final String NO_STRUCT = "";

  private final Set<String> strictErrors = new LinkedHashSet<>(0);
  private String[] structs = new String[16];
  private String[] names = new String[16];
  private int[] indexes = new int[16];
  private int depth;

  void enterField(String struct, String name) {
    push(struct, name, -1);
  }

  void enterKey(String key) {
    push(NO_STRUCT, key, -1);
  }

  void enterIndex(int index) {
    push(NO_STRUCT, "", index);
  }

  void leave() {
    depth--;
  }

  private void push(String struct, String name, int index) {
    if (depth == names.length) {
      structs = Arrays.copyOf(structs, depth * 2);
      names = Arrays.copyOf(names, depth * 2);
      indexes = Arrays.copyOf(indexes, depth * 2);
    }
    structs[depth] = struct;
    names[depth] = name;
    indexes[depth++] = index;
  }

  void unknown(String field) {
    strict("unknown field", field);
  }

  void duplicate(String field) {
    strict("duplicate field", field);
  }

  private void strict(String what, String field) {
    if (strictErrors.size() < MOST_ERRORS) {
      strictErrors.add(what + " " + GoText.quote(strictPath(field)));
    }
  }

  List<String> strictErrors() {
    return List.copyOf(strictErrors);
  }

  private String strictPath(String field) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      if (indexes[i] >= 0) {
        path.append('[').append(indexes[i]).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(names[i]);
      }
    }
    return path.append(path.isEmpty() ? "" : ".").append(field).toString();
  }

  /// Go's UnmarshalTypeError, which names the innermost struct and the fields that lead there.
  DecodeException mismatch(String what, String goType) {
    String struct = NO_STRUCT;
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      if (!structs[i].equals(NO_STRUCT)) {
        struct = structs[i];
        fields.append(fields.isEmpty() ? "" : ".").append(names[i]);
      }
    }
    String target = struct.isEmpty() ? "value" : "struct field " + struct + "." + fields;
    return new DecodeException(
        "json: cannot unmarshal " + what + " into Go " + target + " of type " + goType);
  }
}

package dev.podium.schema.protobuf;

import dev.podium.schema.Field;
import dev.podium.schema.Field.ProtobufTag;
import dev.podium.schema.ObjectType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Which field of a type each number of its message stands for.
///
/// Where Go embeds a struct, the message has one level more than the JSON (a Volume's source).
///
/// @param parts both kinds, in the order of their numbers
record MessageLayout(
    Map<Integer, MessageLayout> embedded, Map<Integer, Field> fields, Map<Integer, Object> parts) {
  private static final Map<ObjectType, MessageLayout> KNOWN = new ConcurrentHashMap<>();

  static MessageLayout of(ObjectType type) {
    MessageLayout known = KNOWN.get(type);
    if (known == null) {
      known = make(type);
      KNOWN.put(type, known);
    }
    return known;
  }

  private static MessageLayout make(ObjectType type) {
    MessageLayout layout = empty();
    for (Field field : type.fields()) {
      field.protobuf().map(ProtobufTag::path).ifPresent(path -> layout.put(path, field));
    }
    return layout;
  }

  private static MessageLayout empty() {
    return new MessageLayout(new HashMap<>(), new HashMap<>(), new TreeMap<>());
  }

  private void put(List<Integer> path, Field field) {
    if (path.size() == 1) {
      fields.put(path.getFirst(), field);
      parts.put(path.getFirst(), field);
    } else {
      MessageLayout inner = embedded.computeIfAbsent(path.getFirst(), _ -> empty());
      parts.put(path.getFirst(), inner);
      inner.put(path.subList(1, path.size()), field);
    }
  }
}

package dev.podium.schema.protobuf;

import dev.podium.schema.Field;
import dev.podium.schema.Field.ProtobufTag;
import dev.podium.schema.ObjectType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which field of a type each number of its message stands for.
///
/// Where Go embeds a struct, the message has one level more than the JSON (a Volume's source).
record MessageLayout(Map<Integer, MessageLayout> embedded, Map<Integer, Field> fields) {
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
    return new MessageLayout(new HashMap<>(), new HashMap<>());
  }

  private void put(List<Integer> path, Field field) {
    if (path.size() == 1) {
      fields.put(path.getFirst(), field);
    } else {
      embedded
          .computeIfAbsent(path.getFirst(), _ -> empty())
          .put(path.subList(1, path.size()), field);
    }
  }
}

package dev.podium.schema;

import dev.podium.object.GroupVersionKind;
import dev.podium.object.Json;
import dev.podium.schema.ObjectType.Traits;
import dev.podium.schema.SchemaData.Cursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The types of Kubernetes itself. The file is read at the first question, a type's fields when
/// they are first looked at.
final class BuiltInSchemas implements Schemas {
  private static final Map<String, SchemaType> LEAVES = leaves();

  static final BuiltInSchemas INSTANCE = new BuiltInSchemas(SchemaData.load());

  private final SchemaData data;
  private final Map<String, ObjectType> definitions = new LinkedHashMap<>();
  private final Map<String, String> leafDescriptions = new HashMap<>();
  private final Map<GroupVersionKind, ObjectType> kinds = new LinkedHashMap<>();

  private BuiltInSchemas(SchemaData data) {
    this.data = data;
    Cursor index = data.index();
    int offset = 0;
    for (int count = index.number(); count > 0; count--) {
      add(index.string(), offset);
      offset += index.number();
    }
    for (int count = index.number(); count > 0; count--) {
      var kind = new GroupVersionKind(index.string(), index.string(), index.string());
      kinds.put(kind, required(index.string()));
    }
  }

  private void add(String name, int offset) {
    Cursor body = data.body(offset);
    String description = body.string();
    if (LEAVES.containsKey(name)) {
      leafDescriptions.put(name, description);
      return;
    }
    boolean atomic = body.number() == 1;
    Optional<Object> unions = Optional.of(body.string()).filter(u -> !u.isEmpty()).map(this::json);
    var traits = new Traits(description, atomic, false, unions);
    definitions.put(name, new ObjectType(name, traits, () -> fields(offset)));
  }

  @Override
  public Optional<ObjectType> kind(GroupVersionKind kind) {
    return Optional.ofNullable(kinds.get(kind));
  }

  @Override
  public Optional<ObjectType> definition(String name) {
    return Optional.ofNullable(definitions.get(name));
  }

  @Override
  public Optional<String> leafDescription(String name) {
    return Optional.ofNullable(leafDescriptions.get(name));
  }

  @Override
  public Map<GroupVersionKind, ObjectType> kinds() {
    return Collections.unmodifiableMap(kinds);
  }

  private List<Field> fields(int offset) {
    Cursor body = data.body(offset);
    body.string();
    body.number();
    body.string();
    int count = body.number();
    List<Field> fields = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      fields.add(field(body));
    }
    return fields;
  }

  private Field field(Cursor body) {
    String name = body.string();
    SchemaType type = type(body.string());
    String description = body.string();
    int flags = body.number();
    List<Integer> path = new ArrayList<>(2);
    for (int count = body.number(); count > 0; count--) {
      path.add(body.number());
    }
    return new FieldMarks(body.strings())
        .field(name, type, description, (flags & 1) != 0, path, (flags & 2) != 0);
  }

  private SchemaType type(String text) {
    if (text.startsWith("[]")) {
      return new ListType(type(text.substring(2)));
    }
    if (text.startsWith("{}")) {
      return new MapType(type(text.substring(2)));
    }
    SchemaType leaf = LEAVES.get(text);
    return leaf == null ? required(text) : leaf;
  }

  private ObjectType required(String name) {
    return definition(name)
        .orElseThrow(() -> new IllegalStateException("The schema refers to unknown " + name));
  }

  private Object json(String text) {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, SchemaType> leaves() {
    Map<String, SchemaType> leaves = new HashMap<>();
    leaves.put("string", Scalar.STRING);
    leaves.put("bytes", Scalar.BYTES);
    leaves.put("bool", Scalar.BOOLEAN);
    leaves.put("int32", Scalar.INT32);
    leaves.put("int64", Scalar.INT64);
    leaves.put("double", Scalar.DOUBLE);
    leaves.put("io.k8s.apimachinery.pkg.apis.meta.v1.Duration", Scalar.DURATION);
    for (Scalar scalar : Scalar.values()) {
      scalar.definition().ifPresent(name -> leaves.put(name, scalar));
    }
    Stream.of(FreeForm.values())
        .forEach(form -> form.definition().ifPresent(name -> leaves.put(name, form)));
    return leaves;
  }
}

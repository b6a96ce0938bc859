package dev.podium.schema;

import dev.podium.object.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A JSON object whose fields are known.
///
/// Types refer to each other in circles (a schema holds schemas), so the fields are read when they
/// are first asked for.
public final class ObjectType implements SchemaType {
  private final String name;
  private final Traits traits;
  private final Supplier<List<Field>> source;
  private volatile @Nullable Fields fields;

  /// What is said about the type as a whole.
  ///
  /// @param atomic whether server-side apply owns it as one (`+structType=atomic`)
  /// @param open whether fields beyond the known ones are allowed and kept, as in a custom resource
  ///   with `x-kubernetes-preserve-unknown-fields`
  /// @param unions the value of the OpenAPI extension `x-kubernetes-unions`
  public record Traits(String description, boolean atomic, boolean open, Optional<Object> unions) {
    public static final Traits NONE = new Traits("", false, false, Optional.empty());
  }

  /// @param name the definition's name, such as `io.k8s.api.core.v1.PodSpec`
  /// @param source the fields in their declared order; asked once, or a few times at once
  public ObjectType(String name, Traits traits, Supplier<List<Field>> source) {
    this.name = name;
    this.traits = traits;
    this.source = source;
  }

  /// A type whose fields are already at hand.
  public static ObjectType of(String name, List<Field> fields) {
    return new ObjectType(name, Traits.NONE, () -> fields);
  }

  public String name() {
    return name;
  }

  /// The name without its package, as Go's messages have it.
  public String goName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  public Traits traits() {
    return traits;
  }

  public String description() {
    return traits.description();
  }

  public boolean atomic() {
    return traits.atomic();
  }

  public boolean open() {
    return traits.open();
  }

  /// All fields, in the order in which Go declares and the server writes them.
  public List<Field> fields() {
    return known().list();
  }

  public Optional<Field> field(String name) {
    return Optional.ofNullable(known().byName().get(name));
  }

  /// What Go writes where nothing was given.
  public JsonObject zeroValue() {
    JsonObject zero = JsonObject.EMPTY;
    for (Field field : fields()) {
      Optional<Object> value = field.zeroValue();
      if (value.isPresent()) {
        zero = zero.with(field.name(), value.get());
      }
    }
    return zero;
  }

  private Fields known() {
    Fields known = fields;
    if (known == null) {
      known = Fields.of(source.get());
      fields = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return name;
  }

  private record Fields(List<Field> list, Map<String, Field> byName) {
    static Fields of(List<Field> source) {
      Map<String, Field> byName = LinkedHashMap.newLinkedHashMap(source.size());
      source.forEach(field -> byName.put(field.name(), field));
      return new Fields(List.copyOf(source), byName);
    }
  }
}

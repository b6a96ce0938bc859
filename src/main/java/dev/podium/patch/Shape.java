package dev.podium.patch;

import dev.podium.object.GoText;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.schema.Field;
import dev.podium.schema.Field.Empty;
import dev.podium.schema.Field.Granularity;
import dev.podium.schema.Field.ListKind;
import dev.podium.schema.FreeForm;
import dev.podium.schema.ListType;
import dev.podium.schema.MapType;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Scalar;
import dev.podium.schema.SchemaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// How a value at some place is owned: field by field, item by item, or as one.
///
/// Upstream: the Atom of structured-merge-diff schema/elements.go, as kube-openapi/pkg/schemaconv
/// makes it of a schema. What a schema says nothing about is owned field by field where it is an
/// object, and as one where it is a list.
record Shape(SchemaType type, Field.Merge merge) {
  private static final Shape ANYTHING = of(FreeForm.ANY);

  enum Form {
    MAP,
    LIST,
    SCALAR
  }

  static Shape of(SchemaType type) {
    return new Shape(type, type instanceof ListType list ? list.merge() : Field.Merge.NONE);
  }

  private static Shape of(Field field) {
    return new Shape(field.type(), field.merge());
  }

  /// What a value is taken for here; a value of another form is treated as none at all.
  Form form(Object value) {
    return switch (type) {
      case ObjectType _, MapType _ -> Form.MAP;
      case ListType _ -> Form.LIST;
      case Scalar _ -> Form.SCALAR;
      case FreeForm _ ->
          switch (value) {
            case JsonObject _, JsonNull _ -> Form.MAP;
            case JsonArray _ -> Form.LIST;
            default -> Form.SCALAR;
          };
    };
  }

  /// Whether a map or list is owned as one.
  boolean atomic(Form form) {
    return switch (form) {
      case SCALAR -> true;
      case LIST -> merge.list().orElse(ListKind.ATOMIC) == ListKind.ATOMIC;
      case MAP -> merge.map().map(Granularity.ATOMIC::equals).orElse(atomicType());
    };
  }

  private boolean atomicType() {
    return switch (type) {
      case ObjectType object -> object.atomic();
      case FreeForm free -> free.definition().isPresent();
      case MapType _, ListType _, Scalar _ -> false;
    };
  }

  /// The shape below a field, if one may be there.
  Optional<Shape> field(String name) {
    return switch (type) {
      case ObjectType object -> {
        Optional<Shape> declared = object.field(name).map(Shape::of);
        yield declared.isEmpty() && object.open() ? Optional.of(ANYTHING) : declared;
      }
      case MapType(SchemaType values) -> Optional.of(of(values));
      case FreeForm _ -> Optional.of(ANYTHING);
      case ListType _, Scalar _ -> Optional.empty();
    };
  }

  Shape requireField(String name) {
    return field(name).orElseThrow(() -> new TypeMismatch("field not declared in schema"));
  }

  /// Whether a field is named by the type, rather than being data.
  boolean declares(String name) {
    return type instanceof ObjectType object && object.field(name).isPresent();
  }

  Shape items() {
    return type instanceof ListType(SchemaType items, _) ? of(items) : ANYTHING;
  }

  /// The step that leads to an item of a list that is not [#atomic].
  ///
  /// @throws TypeMismatch where the item has nothing that identifies it
  String step(Object item) {
    return merge.listMapKeys().isEmpty() ? setItem(item) : keyedItem(item);
  }

  private static String setItem(Object item) {
    return switch (item) {
      case JsonObject _ ->
          throw new TypeMismatch("associative list without keys has an element that's a map type");
      case JsonArray _ ->
          throw new TypeMismatch("not supported: associative list with lists as elements");
      case JsonNull _ ->
          throw new TypeMismatch(
              "associative list without keys has an element that's an explicit null");
      default -> PathElement.value(item);
    };
  }

  private String keyedItem(Object item) {
    if (item == JsonNull.NULL) {
      throw new TypeMismatch("associative list with keys may not have a null element");
    }
    if (!(item instanceof JsonObject object)) {
      throw new TypeMismatch("associative list with keys may not have non-map elements");
    }
    List<String> keys = merge.listMapKeys();
    List<String> sorted = keys.size() == 1 ? keys : keys.stream().sorted().toList();
    List<String> given = new ArrayList<>(sorted.size());
    List<Object> values = new ArrayList<>(sorted.size());
    for (String key : sorted) {
      Optional<Object> value = Optional.ofNullable(object.get(key)).or(() -> keyDefault(key));
      if (value.isPresent()) {
        given.add(key);
        values.add(value.get());
      }
    }
    if (given.isEmpty()) {
      throw new TypeMismatch(
          "associative list with keys has an element that omits all key fields "
              + keys.stream().map(GoText::quote).collect(Collectors.joining(" ", "[", "]"))
              + " (and doesn't have default values for any key fields)");
    }
    return PathElement.item(given, values);
  }

  /// A key that is left out has its default, which for a field that Go always writes is the zero
  /// value. Without one, what is known by the other keys is an item of its own.
  private Optional<Object> keyDefault(String key) {
    Optional<Field> field =
        items().type() instanceof ObjectType object ? object.field(key) : Optional.empty();
    Optional<Object> known = field.flatMap(Field::defaultValue);
    return known.or(() -> field.filter(f -> f.empty() == Empty.ZERO).flatMap(Field::zeroValue));
  }

  /// The steps of this shape's [FieldSet]s that lead to fields the type names.
  FieldSet.NamedFields namedFields() {
    return new FieldSet.NamedFields() {
      @Override
      public boolean names(String step) {
        return PathElement.isField(step) && declares(PathElement.name(step));
      }

      @Override
      public FieldSet.NamedFields below(String step) {
        if (PathElement.isField(step)) {
          return field(PathElement.name(step)).orElse(ANYTHING).namedFields();
        }
        return (PathElement.isItem(step) ? items() : ANYTHING).namedFields();
      }
    };
  }
}

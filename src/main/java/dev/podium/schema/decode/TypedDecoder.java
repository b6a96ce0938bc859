package dev.podium.schema.decode;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.schema.Field;
import dev.podium.schema.FreeForm;
import dev.podium.schema.ListType;
import dev.podium.schema.MapType;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Scalar;
import dev.podium.schema.SchemaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives a JSON tree the form that it would have after a trip through Go's types: unknown fields
/// and zeros gone, fields in their declared order, maps sorted, quantities canonical, and what Go
/// writes for absent fields filled in.
///
/// One pass, which shares whatever sub-tree is already as it should be; a tree that is comes back
/// as the same instance. Upstream: sigs.k8s.io/json (object, array, literalStore in decode.go) and
/// the `UnmarshalJSON` of the scalar types.
public final class TypedDecoder {
  private final DecodePath path = new DecodePath();

  /// The first error of those after which Go goes on decoding.
  private @Nullable DecodeException saved;

  private final boolean emptyIsAbsent;

  private TypedDecoder(boolean emptyIsAbsent) {
    this.emptyIsAbsent = emptyIsAbsent;
  }

  /// @param strictErrors unknown and repeated fields, as `unknown field "spec.nope"`
  public record Typed(JsonObject value, List<String> strictErrors) {}

  /// What a body says.
  ///
  /// @throws DecodeException where a value does not fit its field
  public static Typed decode(ObjectType type, JsonObject tree) {
    return decode(new TypedDecoder(false), type, tree);
  }

  /// What is stored of an object: as [#decode], but lists and maps that are always written are
  /// `null` where they are empty, because the store's protobuf form cannot tell empty from absent.
  ///
  /// @throws DecodeException where a value does not fit its field
  public static JsonObject stored(ObjectType type, JsonObject tree) {
    return decode(new TypedDecoder(true), type, tree).value();
  }

  private static Typed decode(TypedDecoder decoder, ObjectType type, JsonObject tree) {
    JsonObject value = decoder.struct(type, tree);
    if (decoder.saved != null) {
      throw decoder.saved;
    }
    return new Typed(value, decoder.path.strictErrors());
  }

  private JsonObject struct(ObjectType type, JsonObject tree) {
    StructPlan plan = StructPlan.of(type);
    @Nullable Object[] slots = new Object[plan.fields.length];
    for (int i = 0; i < tree.size(); i++) {
      String name = tree.keyAt(i);
      int place = plan.place(name);
      if (place < 0) {
        path.unknown(name);
        continue;
      }
      Field field = plan.fields[place];
      Object before = slots[place];
      if (before != null) {
        path.duplicate(name);
      }
      path.enterField(plan.goName, name);
      Object value = value(field.type(), again(before, tree.valueAt(i)), field, 0);
      path.leave();
      slots[place] = value == null && before == null ? null : value == null ? before : value;
    }
    return assemble(plan, slots, tree);
  }

  /// A repeated struct or map adds to what came first, as Go decodes into the same variable twice.
  private static Object again(@Nullable Object before, Object value) {
    if (!(before instanceof JsonObject first) || !(value instanceof JsonObject second)) {
      return value;
    }
    JsonObject.Builder both = new JsonObject.Builder(first.size() + second.size());
    for (int i = 0; i < first.size(); i++) {
      if (!second.has(first.keyAt(i))) {
        both.add(first.keyAt(i), first.valueAt(i));
      }
    }
    for (int i = 0; i < second.size(); i++) {
      both.add(second.keyAt(i), second.valueAt(i));
    }
    return both.build();
  }

  /// Puts the fields into their order; gives back `tree` itself where it already is what comes out.
  private JsonObject assemble(StructPlan plan, @Nullable Object[] slots, JsonObject tree) {
    @Nullable Object[] absent = plan.absent();
    JsonObject.Builder fields = new JsonObject.Builder(tree.size());
    boolean same = true;
    for (int i = 0; i < slots.length; i++) {
      Object value = slots[i];
      if (value == null || StructPlan.leavesOut(plan.fields[i], value)) {
        value = absent[i];
      } else if (emptyIsAbsent
          && absent[i] == JsonNull.NULL
          && isEmpty(plan.fields[i].type(), value)) {
        value = JsonNull.NULL;
      }
      if (value != null) {
        int at = fields.size();
        String name = plan.fields[i].name();
        same = same && at < tree.size() && tree.valueAt(at) == value && tree.keyAt(at).equals(name);
        fields.add(name, value);
      }
    }
    return same && fields.size() == tree.size() ? tree : fields.build();
  }

  private static boolean isEmpty(SchemaType type, Object value) {
    return switch (type) {
      case ListType _ -> value instanceof JsonArray list && list.isEmpty();
      case MapType _ -> value instanceof JsonObject map && map.isEmpty();
      default -> false;
    };
  }

  /// @param nesting how many lists and maps lie between the field and the value
  private @Nullable Object value(SchemaType type, Object value, Field field, int nesting) {
    if (value == JsonNull.NULL) {
      return null;
    }
    return switch (type) {
      case ObjectType struct ->
          value instanceof JsonObject object
              ? struct(struct, object)
              : mismatch(value, field, nesting);
      case MapType(var values) ->
          value instanceof JsonObject object
              ? map(values, object, field, nesting + 1)
              : mismatch(value, field, nesting);
      case ListType(var items, _) ->
          value instanceof JsonArray array
              ? list(items, array, field, nesting + 1)
              : mismatch(value, field, nesting);
      case Scalar scalar -> scalar(scalar, value, field, nesting);
      case FreeForm _ -> NumberText.plain(value);
    };
  }

  private JsonArray list(SchemaType items, JsonArray array, Field field, int nesting) {
    Object[] values = new Object[array.size()];
    boolean same = true;
    for (int i = 0; i < values.length; i++) {
      path.enterIndex(i);
      Object value = value(items, array.get(i), field, nesting);
      path.leave();
      values[i] = value == null ? zero(items) : value;
      same = same && values[i] == array.get(i);
    }
    return same ? array : JsonArray.owning(values);
  }

  private JsonObject map(SchemaType values, JsonObject tree, Field field, int nesting) {
    JsonObject map = SortedFields.of(tree, path);
    JsonObject.Builder typed = new JsonObject.Builder(map.size());
    boolean same = true;
    for (int i = 0; i < map.size(); i++) {
      path.enterKey(map.keyAt(i));
      Object value = value(values, map.valueAt(i), field, nesting);
      path.leave();
      value = value == null ? zero(values) : value;
      same = same && value == map.valueAt(i);
      typed.add(map.keyAt(i), value);
    }
    return same ? map : typed.build();
  }

  /// What a null in a list or a map decodes to.
  private static Object zero(SchemaType type) {
    return switch (type) {
      case ObjectType struct -> struct.zeroValue();
      case Scalar scalar -> StructPlan.zero(scalar);
      case MapType _, ListType _, FreeForm _ -> JsonNull.NULL;
    };
  }

  private @Nullable Object scalar(Scalar scalar, Object value, Field field, int nesting) {
    return switch (scalar) {
      case STRING, DURATION -> value instanceof String ? value : mismatch(value, field, nesting);
      case BOOLEAN -> value instanceof Boolean ? value : mismatch(value, field, nesting);
      case INT64 -> value instanceof Long ? value : mismatch(value, field, nesting);
      case INT32 -> Scalars.isInt32(value) ? value : mismatch(value, field, nesting);
      case DOUBLE ->
          switch (value) {
            case Long _, Double _ -> value;
            case NumberText number -> number.number();
            default -> mismatch(value, field, nesting);
          };
      case BYTES -> value instanceof String text ? bytes(text) : mismatch(value, field, nesting);
      case QUANTITY -> Scalars.quantity(value);
      case TIME -> value instanceof String text ? Scalars.time(text) : fatal(value, "string");
      case MICRO_TIME ->
          value instanceof String text ? Scalars.microTime(text) : fatal(value, "string");
      case INT_OR_STRING ->
          value instanceof String || Scalars.isInt32(value) ? value : fatal(value, "int32");
    };
  }

  private @Nullable Object bytes(String text) {
    try {
      return Scalars.base64(text);
    } catch (DecodeException e) {
      save(e);
      return null;
    }
  }

  /// A value of another type: Go notes the first such error and goes on.
  private @Nullable Object mismatch(Object value, Field field, int nesting) {
    boolean number = Scalars.isNumber(value) && Scalars.takesNumbers(field.type(), nesting);
    String what = number ? "number " + Scalars.text(value) : Scalars.kind(value);
    save(path.mismatch(what, Scalars.goType(field, nesting)));
    return null;
  }

  /// Types that decode themselves end the whole decoding with their error.
  private Object fatal(Object value, String goType) {
    boolean number = Scalars.isNumber(value) && !goType.equals("string");
    throw path.mismatch(number ? "number " + Scalars.text(value) : Scalars.kind(value), goType);
  }

  private void save(DecodeException error) {
    if (saved == null) {
      saved = error;
    }
  }
}

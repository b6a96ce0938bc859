package dev.podium.patch;

import dev.podium.object.GoText;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.patch.Shape.Form;
import dev.podium.schema.FreeForm;
import dev.podium.schema.ListType;
import dev.podium.schema.MapType;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Scalar;
import dev.podium.schema.SchemaType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether a configuration can be applied at all: only declared fields, values of the right form,
/// no item named twice.
///
/// Upstream: structured-merge-diff typed/validate.go, with the texts of its values.
final class TypedValidation {
  private final List<String> errors = new ArrayList<>();

  private TypedValidation() {}

  /// All that is wrong, in one text; nothing where the object is of the type.
  static Optional<String> errors(JsonObject object, ObjectType type) {
    TypedValidation validation = new TypedValidation();
    validation.validate("", object, Shape.of(type));
    List<String> errors = validation.errors;
    return switch (errors.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(errors.getFirst());
      default -> Optional.of("errors:\n  " + String.join("\n  ", errors));
    };
  }

  private void validate(String path, Object value, Shape shape) {
    if (value == JsonNull.NULL) {
      return;
    }
    switch (shape.form(value)) {
      case SCALAR -> scalar(path, value, shape.type());
      case LIST -> {
        if (value instanceof JsonArray list) {
          list(path, list, shape);
        } else {
          error(path, "expected list, got &{" + GoText.plain(value) + "}");
        }
      }
      case MAP -> {
        if (value instanceof JsonObject map) {
          map(path, map, shape);
        } else {
          error(path, "expected map, got &{" + GoText.plain(value) + "}");
        }
      }
    }
  }

  /// Stops at the first field that is not declared, as upstream does.
  private void map(String path, JsonObject map, Shape shape) {
    for (Map.Entry<String, Object> entry : map) {
      String below = path + "." + entry.getKey();
      Optional<Shape> field = shape.field(entry.getKey());
      if (field.isEmpty()) {
        error(below, "field not declared in schema");
        return;
      }
      validate(below, entry.getValue(), field.get());
    }
  }

  private void list(String path, JsonArray list, Shape shape) {
    boolean atomic = shape.atomic(Form.LIST);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      String shown = "[" + i + "]";
      if (!atomic) {
        try {
          String step = Comparison.step(shape, list.get(i), i);
          shown = PathElement.shown(step);
          if (!seen.add(step)) {
            error(path, "duplicate entries for key " + shown);
          }
        } catch (TypeMismatch e) {
          error(path, e.message());
          return;
        }
      }
      validate(path + shown, list.get(i), shape.items());
    }
  }

  private void scalar(String path, Object value, SchemaType type) {
    switch (expected(type)) {
      case "any scalar" -> {
        if (value instanceof JsonObject || value instanceof JsonArray) {
          error(path, "expected any scalar, got &{" + GoText.plain(value) + "}");
        }
      }
      case "string" -> {
        if (!(value instanceof String)) {
          error(
              path,
              "expected string, got &value.valueUnstructured{Value:" + GoText.syntax(value) + "}");
        }
      }
      case "boolean" -> {
        if (!(value instanceof Boolean)) {
          error(path, "expected boolean, got &{" + GoText.plain(value) + "}");
        }
      }
      default -> {
        if (!(value instanceof Number)) {
          error(path, "expected numeric (int or float), got " + GoConversion.goType(value));
        }
      }
    }
  }

  private static String expected(SchemaType type) {
    return switch (type) {
      case Scalar scalar ->
          switch (scalar) {
            case STRING, BYTES, DURATION -> "string";
            case BOOLEAN -> "boolean";
            case INT32, INT64, DOUBLE -> "numeric";
            case QUANTITY, TIME, MICRO_TIME, INT_OR_STRING -> "any scalar";
          };
      case FreeForm _, ObjectType _, MapType _, ListType _ -> "any scalar";
    };
  }

  private void error(String path, String message) {
    errors.add(path.isEmpty() ? message : path + ": " + message);
  }
}

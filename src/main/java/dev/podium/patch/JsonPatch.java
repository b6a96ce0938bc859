package dev.podium.patch;

import dev.podium.object.ApiException;
import dev.podium.object.GoJson;
import dev.podium.object.GoText;
import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A JSON patch (RFC 6902).
///
/// Upstream: evanphx/json-patch v4, patch.go. It is laxer than the RFC: `replace` also adds a
/// field, a missing `value` is null, a path need not begin with a slash, and an index may count
/// from the end.
public final class JsonPatch implements Patch {
  private static final int MAX_OPERATIONS = 10_000;
  private static final List<String> FIELDS = List.of("op", "path", "from", "value");
  private static final Set<String> TEXTS = Set.of("op", "path", "from");

  private final List<JsonObject> operations;
  private final List<String> strictErrors;

  private JsonPatch(List<JsonObject> operations, List<String> strictErrors) {
    this.operations = operations;
    this.strictErrors = strictErrors;
  }

  /// @param strict whether unknown and repeated fields are looked for (`fieldValidation` other than
  ///   Ignore), which decides the words of a 400 too
  public static JsonPatch decode(byte[] utf8, boolean strict) {
    String prefix = strict ? "error decoding patch: " : "";
    Json.Parsed parsed = Patch.parse(utf8, prefix);
    JsonArray list =
        switch (parsed.value()) {
          case JsonArray array -> array;
          case JsonNull _ -> JsonArray.EMPTY;
          case Object other ->
              throw undecodable(
                  prefix,
                  GoJson.mismatch(other, strict ? "[]handlers.jsonPatchOp" : "jsonpatch.Patch"));
        };
    List<JsonObject> operations = new ArrayList<>(list.size());
    for (Object item : list) {
      operations.add(operation(item, strict, prefix));
    }
    if (operations.size() > MAX_OPERATIONS) {
      throw ApiException.requestEntityTooLarge(
          "Request entity too large: The allowed maximum operations in a JSON patch is "
              + MAX_OPERATIONS
              + ", got "
              + operations.size());
    }
    return new JsonPatch(operations, strict ? strictErrors(operations, parsed) : List.of());
  }

  private static JsonObject operation(Object item, boolean strict, String prefix) {
    if (item == JsonNull.NULL) {
      return JsonObject.EMPTY;
    }
    if (!(item instanceof JsonObject operation)) {
      throw undecodable(
          prefix, GoJson.mismatch(item, strict ? "handlers.jsonPatchOp" : "jsonpatch.Operation"));
    }
    operation.forEach((field, value) -> {
      if (strict && TEXTS.contains(field) && !(value instanceof String) && value != JsonNull.NULL) {
        throw undecodable(
            prefix,
            "json: cannot unmarshal "
                + GoJson.kind(value)
                + " into Go struct field jsonPatchOp."
                + field
                + " of type string");
      }
    });
    return operation;
  }

  private static ApiException undecodable(String prefix, String why) {
    return ApiException.badRequest(prefix + why);
  }

  private static List<String> strictErrors(List<JsonObject> operations, Json.Parsed parsed) {
    List<String> errors = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      for (String field : operations.get(i).keys()) {
        if (!FIELDS.contains(field)) {
          errors.add("json patch unknown field " + GoText.quote("[" + i + "]." + field));
        }
      }
    }
    for (String path : parsed.duplicates()) {
      errors.add("json patch duplicate field " + GoText.quote(path));
    }
    return List.copyOf(errors);
  }

  @Override
  public JsonObject applyTo(JsonObject current) {
    return applyIfTestsPass(current).orElseThrow(Patch::unprocessable);
  }

  /// The outcome; nothing where a `test` among the operations fails.
  public Optional<JsonObject> applyIfTestsPass(JsonObject current) {
    try {
      return Optional.of(applyAll(current));
    } catch (TestFailed _) {
      return Optional.empty();
    }
  }

  /// Ends a patch whose `test` fails.
  private static final class TestFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    TestFailed() {
      super("test failed", null, false, false);
    }
  }

  private JsonObject applyAll(JsonObject current) {
    JsonDocument document = new JsonDocument(current);
    for (JsonObject operation : operations) {
      apply(document, operation);
    }
    if (document.root() instanceof JsonObject object && !Json.isDeeper(object, Json.MAX_DEPTH)) {
      return object;
    }
    throw Patch.unprocessable();
  }

  private static void apply(JsonDocument document, JsonObject operation) {
    switch (operation.string("op")) {
      case "add" -> document.add(pointer(operation, "path"), value(operation));
      case "remove" -> document.remove(pointer(operation, "path"));
      case "replace" -> document.replace(pointer(operation, "path"), value(operation));
      case "move" -> {
        String from = pointer(operation, "from");
        Object moved = document.get(from);
        document.remove(from);
        document.add(pointer(operation, "path"), moved);
      }
      case "copy" -> {
        Object copied = document.get(pointer(operation, "from"));
        document.copy(pointer(operation, "path"), copied);
      }
      case "test" -> test(document.get(pointer(operation, "path")), operation.get("value"));
      default -> throw Patch.unprocessable();
    }
  }

  private static void test(Object found, @Nullable Object expected) {
    boolean same = expected == null ? found == JsonNull.NULL : found.equals(expected);
    if (!same) {
      throw new TestFailed();
    }
  }

  private static String pointer(JsonObject operation, String field) {
    return operation.findString(field).orElseThrow(Patch::unprocessable);
  }

  private static Object value(JsonObject operation) {
    Object value = operation.get("value");
    return value == null ? JsonNull.NULL : value;
  }

  @Override
  public List<String> strictErrors() {
    return strictErrors;
  }

  @Override
  public ApiException refusal(JsonObject patched, String why) {
    return Patch.invalid(patched, why);
  }
}

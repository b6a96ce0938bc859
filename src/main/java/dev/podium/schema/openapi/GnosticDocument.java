package dev.podium.schema.openapi;

import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import java.util.List;
import java.util.Map;

/// The v2 document in the protobuf form that client-go asks for; field numbers are those of
/// gnostic's OpenAPIv2.proto.
final class GnosticDocument {
  private static final Map<String, Integer> METHODS =
      Map.of("get", 2, "put", 3, "post", 4, "delete", 5, "options", 6, "head", 7, "patch", 8);

  private GnosticDocument() {}

  static byte[] encode(JsonObject document) {
    ProtobufMessage out = new ProtobufMessage();
    out.string(1, document.string("swagger"));
    out.message(2, info(document));
    ProtobufMessage paths = new ProtobufMessage();
    paths.entries(2, object(document, "paths"), GnosticDocument::addPath);
    out.message(8, paths);
    out.message(9, schemas(object(document, "definitions")));
    ProtobufMessage parameters = new ProtobufMessage();
    parameters.entries(1, object(document, "parameters"), GnosticDocument::addParameter);
    out.message(10, parameters);
    out.message(12, requirement());
    out.message(13, schemes(object(document, "securityDefinitions")));
    return out.toByteArray();
  }

  private static JsonObject object(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonObject child ? child : JsonObject.EMPTY;
  }

  private static List<Object> list(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonArray items ? items.asList() : List.of();
  }

  private static void strings(ProtobufMessage out, int number, JsonObject parent, String name) {
    list(parent, name).forEach(item -> out.item(number, (String) item));
  }

  private static ProtobufMessage info(JsonObject document) {
    ProtobufMessage info = new ProtobufMessage();
    info.string(1, document.string("info", "title"));
    info.string(2, document.string("info", "version"));
    return info;
  }

  // Paths.

  private static void addPath(ProtobufMessage out, Object value) {
    JsonObject path = (JsonObject) value;
    path.forEach(e -> {
      Integer number = METHODS.get(e.getKey());
      if (number != null) {
        out.message(number, operation((JsonObject) e.getValue()));
      }
    });
    addParameters(out, 9, path);
  }

  private static ProtobufMessage operation(JsonObject operation) {
    ProtobufMessage out = new ProtobufMessage();
    strings(out, 1, operation, "tags");
    out.string(3, operation.string("description"));
    out.string(5, operation.string("operationId"));
    strings(out, 6, operation, "produces");
    strings(out, 7, operation, "consumes");
    addParameters(out, 8, operation);
    ProtobufMessage responses = new ProtobufMessage();
    responses.entries(1, object(operation, "responses"), GnosticDocument::addResponse);
    out.message(9, responses);
    strings(out, 10, operation, "schemes");
    addExtensions(out, 13, operation);
    return out;
  }

  private static void addParameters(ProtobufMessage out, int number, JsonObject parent) {
    for (Object parameter : list(parent, "parameters")) {
      ProtobufMessage reference = new ProtobufMessage();
      reference.string(1, ((JsonObject) parameter).string("$ref"));
      ProtobufMessage item = new ProtobufMessage();
      item.message(2, reference);
      out.message(number, item);
    }
  }

  private static void addParameter(ProtobufMessage out, Object value) {
    JsonObject parameter = (JsonObject) value;
    switch (parameter.string("in")) {
      case "body" -> out.message(1, bodyParameter(parameter));
      case "path" -> out.message(2, wrapped(4, plainParameter(parameter, 5, 19)));
      default -> out.message(2, wrapped(3, plainParameter(parameter, 6, 20)));
    }
  }

  private static ProtobufMessage bodyParameter(JsonObject parameter) {
    ProtobufMessage out = new ProtobufMessage();
    out.string(2, parameter.string("name"));
    out.string(3, parameter.string("in"));
    out.bool(4, parameter.bool("required"));
    out.message(5, schema(object(parameter, "schema")));
    return out;
  }

  private static ProtobufMessage plainParameter(JsonObject parameter, int type, int unique) {
    ProtobufMessage out = new ProtobufMessage();
    out.bool(1, parameter.bool("required"));
    out.string(2, parameter.string("in"));
    out.string(3, parameter.string("description"));
    out.string(4, parameter.string("name"));
    out.string(type, parameter.string("type"));
    out.bool(unique, parameter.bool("uniqueItems"));
    return out;
  }

  private static void addResponse(ProtobufMessage out, Object value) {
    JsonObject response = (JsonObject) value;
    ProtobufMessage inner = new ProtobufMessage();
    inner.string(1, response.string("description"));
    if (response.has("schema")) {
      inner.message(2, wrapped(1, schema(object(response, "schema"))));
    }
    out.message(1, inner);
  }

  // Schemas.

  private static ProtobufMessage schemas(JsonObject byName) {
    ProtobufMessage out = new ProtobufMessage();
    out.entries(1, byName, (entry, value) -> addSchema(entry, (JsonObject) value));
    return out;
  }

  private static ProtobufMessage schema(JsonObject schema) {
    ProtobufMessage out = new ProtobufMessage();
    addSchema(out, schema);
    return out;
  }

  private static void addSchema(ProtobufMessage out, JsonObject schema) {
    out.string(1, schema.string("$ref"));
    out.string(2, schema.string("format"));
    out.string(4, schema.string("description"));
    if (schema.has("default")) {
      out.message(5, any(schema.find("default").orElseThrow()));
    }
    strings(out, 19, schema, "required");
    list(schema, "enum").forEach(value -> out.message(20, any(value)));
    if (schema.get("additionalProperties") instanceof JsonObject values) {
      out.message(21, wrapped(1, schema(values)));
    } else if (schema.bool("additionalProperties")) {
      ProtobufMessage anything = new ProtobufMessage();
      anything.bool(2, true);
      out.message(21, anything);
    }
    if (!schema.string("type").isEmpty()) {
      ProtobufMessage type = new ProtobufMessage();
      type.item(1, schema.string("type"));
      out.message(22, type);
    }
    if (schema.get("items") instanceof JsonObject items) {
      out.message(23, wrapped(1, schema(items)));
    }
    if (schema.get("properties") instanceof JsonObject properties) {
      out.message(25, schemas(properties));
    }
    addExtensions(out, 31, schema);
  }

  private static void addExtensions(ProtobufMessage out, int number, JsonObject parent) {
    parent.forEach(e -> {
      if (e.getKey().startsWith("x-")) {
        ProtobufMessage named = new ProtobufMessage();
        named.string(1, e.getKey());
        named.message(2, any(e.getValue()));
        out.message(number, named);
      }
    });
  }

  /// Any value is carried as YAML, of which JSON is a part.
  private static ProtobufMessage any(Object value) {
    ProtobufMessage any = new ProtobufMessage();
    any.string(2, Json.write(value) + '\n');
    return any;
  }

  private static ProtobufMessage wrapped(int number, ProtobufMessage message) {
    ProtobufMessage out = new ProtobufMessage();
    out.message(number, message);
    return out;
  }

  // Security.

  private static ProtobufMessage requirement() {
    ProtobufMessage out = new ProtobufMessage();
    out.entries(1, JsonObject.of("BearerToken", List.of()), (_, _) -> {});
    return out;
  }

  private static ProtobufMessage schemes(JsonObject byName) {
    ProtobufMessage out = new ProtobufMessage();
    out.entries(
        1,
        byName,
        (entry, value) -> {
          JsonObject scheme = (JsonObject) value;
          ProtobufMessage key = new ProtobufMessage();
          key.string(1, scheme.string("type"));
          key.string(2, scheme.string("name"));
          key.string(3, scheme.string("in"));
          key.string(4, scheme.string("description"));
          entry.message(2, key);
        });
    return out;
  }
}

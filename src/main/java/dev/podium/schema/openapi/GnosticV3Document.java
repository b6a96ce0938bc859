package dev.podium.schema.openapi;

import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A v3 document in the protobuf form that client-go's openapi3 asks for first, written from its
/// JSON by a table of the messages and field numbers of gnostic's OpenAPIv3.proto.
///
/// What no message has room for is left out, as gnostic leaves it out: a default that is an object.
final class GnosticV3Document {
  /// A message a line: its fields by their JSON names, with numbers and types. `*` stands for every
  /// other name, `x-` for extensions; `T?` is a T or a reference to one, `T[]` each item of a list.
  private static final String MESSAGES =
      """
      Document openapi=1:string info=2:Info paths=4:Paths components=5:Components \
      security=6:Requirement[] x-=9
      Info title=1:string description=2:string version=6:string x-=7
      Paths *=1:PathItem x-=2
      PathItem summary=2:string description=3:string get=4:Operation put=5:Operation \
      post=6:Operation delete=7:Operation options=8:Operation head=9:Operation patch=10:Operation \
      trace=11:Operation parameters=13:Parameter?[] x-=14
      Operation tags=1:string[] summary=2:string description=3:string operationId=5:string \
      parameters=6:Parameter?[] requestBody=7:RequestBody? responses=8:Responses \
      deprecated=10:bool security=11:Requirement[] x-=13
      Parameter name=1:string in=2:string description=3:string required=4:bool deprecated=5:bool \
      allowEmptyValue=6:bool style=7:string explode=8:bool schema=10:Schema? example=11:any \
      content=13:MediaTypes x-=14
      RequestBody description=1:string content=2:MediaTypes required=3:bool x-=4
      Responses default=1:Response? *=2:Response? x-=3
      Response description=1:string content=3:MediaTypes x-=5
      MediaTypes *=1:MediaType
      MediaType schema=1:Schema? example=2:any x-=5
      Components schemas=1:Schemas responses=2:ResponsesByName parameters=3:Parameters \
      securitySchemes=7:SecuritySchemes x-=10
      Schemas *=1:Schema?
      ResponsesByName *=1:Response?
      Parameters *=1:Parameter?
      SecuritySchemes *=1:SecurityScheme?
      SecurityScheme type=1:string description=2:string name=3:string in=4:string scheme=5:string \
      bearerFormat=6:string openIdConnectUrl=8:string x-=9
      Requirement *=1:scopes
      ExternalDocs description=1:string url=2:string x-=3
      Reference $ref=1:string summary=2:string description=3:string
      Schema nullable=1:bool readOnly=3:bool writeOnly=4:bool externalDocs=6:ExternalDocs \
      example=7:any deprecated=8:bool title=9:string multipleOf=10:double maximum=11:double \
      exclusiveMaximum=12:bool minimum=13:double exclusiveMinimum=14:bool maxLength=15:int \
      minLength=16:int pattern=17:string maxItems=18:int minItems=19:int uniqueItems=20:bool \
      maxProperties=21:int minProperties=22:int required=23:string[] enum=24:any[] type=25:string \
      allOf=26:Schema?[] oneOf=27:Schema?[] anyOf=28:Schema?[] not=29:Schema items=30:items \
      properties=31:Schemas additionalProperties=32:values default=33:scalar description=34:string \
      format=35:string x-=36
      """;

  private static final Map<String, Map<String, Field>> BY_NAME = parse();

  private record Field(int number, String type) {}

  private GnosticV3Document() {}

  static byte[] encode(JsonObject document) {
    return message("Document", document).toByteArray();
  }

  private static Map<String, Map<String, Field>> parse() {
    Map<String, Map<String, Field>> byName = new HashMap<>();
    MESSAGES
        .lines()
        .map(line -> line.split(" +"))
        .forEach(words -> {
          Map<String, Field> fields = new HashMap<>();
          for (String word : List.of(words).subList(1, words.length)) {
            String[] parts = word.split("[=:]");
            fields.put(
                parts[0], new Field(Integer.parseInt(parts[1]), parts.length > 2 ? parts[2] : ""));
          }
          byName.put(words[0], fields);
        });
    return byName;
  }

  private static ProtobufMessage message(String name, Object content) {
    Map<String, Field> fields = BY_NAME.getOrDefault(name, Map.of());
    ProtobufMessage out = new ProtobufMessage();
    ((JsonObject) content)
        .forEach(e -> {
          if (fields.get(e.getKey()) instanceof Field field) {
            write(out, field.number(), field.type(), e.getValue());
          } else if (e.getKey().startsWith("x-") && fields.get("x-") instanceof Field extension) {
            named(out, extension.number(), e.getKey(), any(e.getValue()));
          } else if (fields.get("*") instanceof Field other) {
            named(out, other.number(), e.getKey(), value(other.type(), e.getValue()));
          }
        });
    return out;
  }

  private static void named(ProtobufMessage out, int number, String name, ProtobufMessage value) {
    ProtobufMessage entry = new ProtobufMessage();
    entry.string(1, name);
    entry.message(2, value);
    out.message(number, entry);
  }

  private static void write(ProtobufMessage out, int number, String type, Object value) {
    switch (type) {
      case "string" -> out.string(number, (String) value);
      case "string[]" -> items(value).forEach(item -> out.item(number, (String) item));
      case "bool" -> out.bool(number, (Boolean) value);
      case "int" -> out.integer(number, ((Number) value).longValue());
      case "double" -> out.decimal(number, ((Number) value).doubleValue());
      default -> {
        if (type.endsWith("[]")) {
          String one = type.substring(0, type.length() - 2);
          items(value).forEach(item -> out.message(number, value(one, item)));
        } else {
          out.message(number, value(type, value));
        }
      }
    }
  }

  private static List<Object> items(Object value) {
    return ((JsonArray) value).asList();
  }

  private static ProtobufMessage value(String type, Object value) {
    return switch (type) {
      case "any" -> any(value);
      case "scalar" -> scalar(value);
      case "items" -> wrapped(1, value("Schema?", value));
      case "values" ->
          value instanceof Boolean any ? flag(2, any) : wrapped(1, value("Schema?", value));
      case "scopes" -> {
        ProtobufMessage scopes = new ProtobufMessage();
        items(value).forEach(scope -> scopes.item(1, (String) scope));
        yield scopes;
      }
      default ->
          type.endsWith("?")
              ? orReference(type.substring(0, type.length() - 1), (JsonObject) value)
              : message(type, value);
    };
  }

  private static ProtobufMessage orReference(String type, JsonObject value) {
    return value.has("$ref")
        ? wrapped(2, message("Reference", value))
        : wrapped(1, message(type, value));
  }

  /// Any value is carried as YAML, of which JSON is a part.
  private static ProtobufMessage any(Object value) {
    ProtobufMessage any = new ProtobufMessage();
    any.string(2, Json.write(value) + '\n');
    return any;
  }

  /// One of three, so that even the zero of one is written.
  private static ProtobufMessage scalar(Object value) {
    return switch (value) {
      case Boolean flag -> flag(2, flag);
      case String text -> {
        ProtobufMessage out = new ProtobufMessage();
        out.item(3, text);
        yield out;
      }
      case Number number -> {
        ProtobufMessage out = new ProtobufMessage();
        out.fixed(1, number.doubleValue());
        yield out;
      }
      default -> new ProtobufMessage();
    };
  }

  private static ProtobufMessage flag(int number, boolean value) {
    ProtobufMessage out = new ProtobufMessage();
    out.flag(number, value);
    return out;
  }

  private static ProtobufMessage wrapped(int number, ProtobufMessage message) {
    ProtobufMessage out = new ProtobufMessage();
    out.message(number, message);
    return out;
  }
}

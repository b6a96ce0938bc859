package dev.podium.web.api;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GoJson;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Schemas;
import dev.podium.schema.decode.BodyDecoder;
import dev.podium.schema.decode.BodyFormat;
import dev.podium.schema.decode.DecodeException;
import dev.podium.schema.decode.Decoded;
import dev.podium.schema.decode.TypedDecoder;
import dev.podium.schema.protobuf.Envelope;
import dev.podium.schema.protobuf.ProtobufException;
import dev.podium.schema.protobuf.ProtobufReader;
import dev.podium.schema.structural.StructuralSchema;
import dev.podium.web.media.Encoding;
import java.util.Locale;
import java.util.Optional;

/// Reads the objects that requests carry, in whatever form they say they have.
final class Bodies {
  /// The forms that bodies come in.
  enum Form {
    JSON,
    YAML,
    PROTOBUF
  }

  private static final String NO_PROTOBUF =
      "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]";

  private static final String NO_CUSTOM_PROTOBUF =
      "object *unstructured.Unstructured does not implement the protobuf marshalling interface and"
          + " cannot be encoded to a protobuf message";

  private static final String DELETE_OPTIONS = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";
  private static final String INTERNAL_SCHEME =
      "k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27";

  private final Schemas schemas;
  private final BodyDecoder decoder;

  Bodies(Schemas schemas) {
    this.schemas = schemas;
    this.decoder = new BodyDecoder(schemas);
  }

  /// The form that a body says it has.
  ///
  /// @throws ApiException 415
  static Form form(Exchange exchange) {
    String type = exchange.header("Content-Type");
    return switch (type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
      case "application/json" -> Form.JSON;
      case "application/yaml" -> Form.YAML;
      case "application/vnd.kubernetes.protobuf" -> Form.PROTOBUF;
      case "" -> Form.JSON;
      default ->
          throw ApiException.unsupportedMediaType(
              "the body of the request was in an unknown format - accepted media types include: "
                  + Encoding.OBJECT_TYPES);
    };
  }

  /// Reads an object of the kind that the path wants, a custom one by its schema; what strict
  /// decoding finds becomes a warning or a refusal.
  ///
  /// @throws ApiException 400
  ApiObject read(
      GroupVersionKind kind,
      Optional<StructuralSchema> custom,
      Form form,
      byte[] body,
      FieldValidation validation,
      Exchange exchange) {
    boolean strict = validation == FieldValidation.STRICT;
    Decoded decoded =
        switch (form) {
          case JSON -> read(kind, custom, BodyFormat.JSON, body, strict);
          case YAML -> read(kind, custom, BodyFormat.YAML, body, strict);
          case PROTOBUF -> readProtobuf(kind, body);
        };
    if (validation == FieldValidation.WARN) {
      decoded.strictErrors().stream().flatMap(Decoded::warnings).forEach(exchange.warnings());
    }
    return decoded.object();
  }

  private Decoded read(
      GroupVersionKind kind,
      Optional<StructuralSchema> custom,
      BodyFormat format,
      byte[] body,
      boolean strict) {
    return custom
        .map(schema -> decoder.decodeCustom(body, format, kind, schema, strict))
        .orElseGet(() -> decoder.decode(body, format, kind, strict));
  }

  private Decoded readProtobuf(GroupVersionKind kind, byte[] body) {
    Envelope envelope = open(kind, body);
    GroupVersionKind given =
        envelope.kind().isEmpty()
            ? kind
            : GroupVersionKind.of(envelope.apiVersion(), envelope.kind());
    ObjectType type =
        schemas
            .kind(given)
            .or(() -> schemas.kind(kind))
            .orElseThrow(() -> unhandled(given, kind, NO_CUSTOM_PROTOBUF));
    try {
      JsonObject root =
          ProtobufReader.read(type, envelope.message())
              .with("kind", given.kind())
              .with("apiVersion", given.apiVersion());
      return decoder.decodePatched(root, kind);
    } catch (ProtobufException e) {
      throw unrecognized(kind, e.message());
    } catch (DecodeException e) {
      throw unhandled(given, kind, e.message());
    }
  }

  private static ApiException unhandled(GroupVersionKind given, GroupVersionKind kind, String why) {
    return ApiException.badRequest(
        "%s in version \"%s\" cannot be handled as a %s: %s"
            .formatted(given.kind(), given.version(), kind.kind(), why));
  }

  private static Envelope open(GroupVersionKind kind, byte[] body) {
    try {
      return Envelope.open(body).orElseThrow(() -> unrecognized(kind, NO_PROTOBUF));
    } catch (ProtobufException e) {
      throw unrecognized(kind, e.message());
    }
  }

  private static ApiException unrecognized(GroupVersionKind kind, String why) {
    return ApiException.badRequest(
        "the object provided is unrecognized (must be of type %s): %s".formatted(kind.kind(), why));
  }

  /// The DeleteOptions in a body; their version does not matter.
  ///
  /// @throws ApiException 400
  JsonObject readDeleteOptions(Form form, byte[] body) {
    ObjectType type = schemas.definition(DELETE_OPTIONS).orElseThrow();
    JsonObject given =
        switch (form) {
          case JSON -> json(body);
          case YAML -> BodyDecoder.configuration(body).root();
          case PROTOBUF -> protobuf(type, body);
        };
    String kind = given.string("kind");
    if (!kind.isEmpty() && !kind.equals("DeleteOptions")) {
      throw ApiException.badRequest(
          "no kind \"%s\" is registered for version \"%s\" in scheme \"%s\""
              .formatted(kind, given.string("apiVersion"), INTERNAL_SCHEME));
    }
    try {
      return TypedDecoder.decode(type, given).value();
    } catch (DecodeException e) {
      throw ApiException.badRequest(e.message());
    }
  }

  private static JsonObject protobuf(ObjectType type, byte[] body) {
    try {
      return Envelope.open(body)
          .map(envelope ->
              ProtobufReader.read(type, envelope.message()).with("kind", envelope.kind()))
          .orElseThrow(() -> ApiException.badRequest(NO_PROTOBUF));
    } catch (ProtobufException e) {
      throw ApiException.badRequest(e.message());
    }
  }

  private static JsonObject json(byte[] body) {
    GoJson.syntaxError(body)
        .ifPresent(why -> {
          throw ApiException.badRequest("couldn't get version/kind; json parse error: " + why);
        });
    Object tree = Json.parse(body);
    BodyDecoder.requireTypeMeta(tree);
    return tree instanceof JsonObject object ? object : JsonObject.EMPTY;
  }

  /// What a patch has made of an object, read once more.
  ///
  /// @throws DecodeException where it is no object of the kind
  Decoded readPatched(
      GroupVersionKind kind, Optional<StructuralSchema> custom, JsonObject patched) {
    return custom
        .map(schema -> decoder.decodePatchedCustom(patched, schema))
        .orElseGet(() -> decoder.decodePatched(patched, kind));
  }

  /// The configuration that a server-side apply brings, which is YAML whatever its author thought.
  ///
  /// @throws ApiException 400
  JsonObject readApplied(byte[] body, FieldValidation validation, Exchange exchange) {
    BodyDecoder.Configuration config = BodyDecoder.configuration(body);
    switch (validation) {
      case IGNORE -> {}
      case WARN ->
          config.repeatedKeys().stream().flatMap(Decoded::warnings).forEach(exchange.warnings());
      case STRICT ->
          config
              .repeatedKeys()
              .ifPresent(why -> {
                throw ApiException.badRequest("error strict decoding YAML: " + why);
              });
    }
    return config.root();
  }
}

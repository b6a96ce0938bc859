package dev.podium.schema.decode;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GoJson;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Schemas;
import dev.podium.schema.structural.StructuralSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// From the body of a request to the object that its endpoint wants, or to the 400 that the API
/// server answers.
///
/// Upstream: apiserver/pkg/endpoints/handlers/create.go and rest.go (transformDecodeError), over
/// apimachinery/pkg/runtime/serializer/json/json.go and its versioning codec.
public final class BodyDecoder {
  static final String FROM_YAML = "error converting YAML to JSON: ";

  /// How much of a body a refusal shows.
  private static final int SUMMARY = 30;

  private final RegisteredKinds kinds;

  public BodyDecoder(Schemas schemas) {
    this.kinds = new RegisteredKinds(schemas);
  }

  /// Reads an object of a built-in kind. The result has the kind and version of the endpoint.
  ///
  /// @param expected the kind of the endpoint, which a body need not repeat
  /// @param strict whether strict errors refuse the body (`fieldValidation=Strict`)
  /// @throws ApiException 400
  public Decoded decode(byte[] body, BodyFormat format, GroupVersionKind expected, boolean strict) {
    Source source = source(body, format, expected);
    GroupVersionKind given = source.meta().orElse(expected);
    try {
      Decoded decoded = typed(given, expected, source.root());
      return finished(decoded, source.strictErrors(), given, expected, strict);
    } catch (DecodeException e) {
      throw unhandled(given, expected, e.message());
    }
  }

  /// Reads an object of a custom kind: its metadata typed, and of the rest what its schema has.
  ///
  /// @throws ApiException 400
  public Decoded decodeCustom(
      byte[] body,
      BodyFormat format,
      GroupVersionKind expected,
      StructuralSchema schema,
      boolean strict) {
    Source source = source(body, format, expected);
    TypeMeta meta = source.meta();
    if (meta.kind().isEmpty()) {
      String text = new String(body, StandardCharsets.UTF_8);
      throw unrecognized(expected, body, "Object 'Kind' is missing in '" + text + "'");
    }
    GroupVersionKind given = new GroupVersionKind(meta.group(), meta.version(), meta.kind());
    try {
      Decoded decoded = custom(source.root(), schema);
      return finished(decoded, source.strictErrors(), given, expected, strict);
    } catch (DecodeException e) {
      throw unhandled(given, expected, e.message());
    }
  }

  /// The result of a patch, which is decoded once more.
  ///
  /// @throws DecodeException where it is no object of the kind; its message is the cause of a 422
  public Decoded decodePatched(JsonObject patched, GroupVersionKind expected) {
    return typed(TypeMeta.of(patched).orElse(expected), expected, patched);
  }

  /// As [#decodePatched] for a custom kind.
  public Decoded decodePatchedCustom(JsonObject patched, StructuralSchema schema) {
    if (TypeMeta.of(patched).kind().isEmpty()) {
      throw new DecodeException("Object 'Kind' is missing in '" + patched + "'");
    }
    return custom(patched, schema);
  }

  /// Refuses what cannot have a kind, such as a list.
  ///
  /// @throws ApiException 400
  public static void requireTypeMeta(Object tree) {
    try {
      TypeMeta.of(tree);
    } catch (DecodeException e) {
      throw ApiException.badRequest(e.message());
    }
  }

  /// What a server-side apply brings.
  ///
  /// @param repeatedKeys what strict decoding says of keys given twice
  public record Configuration(JsonObject root, Optional<String> repeatedKeys) {}

  /// Reads the body of a server-side apply, YAML of which JSON is a part.
  ///
  /// Upstream: applyPatcher in handlers/patch.go.
  ///
  /// @throws ApiException 400
  public static Configuration configuration(byte[] body) {
    YamlReader.Document document;
    try {
      document = YamlReader.read(body);
    } catch (DecodeException e) {
      throw ApiException.badRequest("error decoding YAML: " + FROM_YAML + e.message());
    }
    Object root = document.root() == JsonNull.NULL ? JsonObject.EMPTY : document.root();
    if (!(NumberText.plain(root) instanceof JsonObject object)) {
      throw ApiException.badRequest(
          "error decoding YAML: error unmarshaling JSON: while decoding JSON: "
              + GoJson.mismatch(NumberText.plain(root), "map[string]interface {}"));
    }
    return new Configuration(object, document.repeatedKeys().map(FROM_YAML::concat));
  }

  private Decoded typed(GroupVersionKind given, GroupVersionKind expected, JsonObject root) {
    if (given.version().isEmpty()) {
      throw new DecodeException("Object 'apiVersion' is missing in '" + root + "'");
    }
    ObjectType type =
        kinds
            .type(given)
            .orElseThrow(() -> new DecodeException(RegisteredKinds.notRegistered(given)));
    TypedDecoder.Typed typed = TypedDecoder.decode(type, root);
    if (!RegisteredKinds.sameKind(given, expected)) {
      throw new DecodeException(RegisteredKinds.noConversion(given, expected));
    }
    return new Decoded(ApiObject.of(withKind(typed.value(), expected)), typed.strictErrors());
  }

  private static Decoded custom(JsonObject root, StructuralSchema schema) {
    CustomTree tree = CustomTree.of(root, schema);
    return new Decoded(ApiObject.of(tree.root()), tree.strictErrors());
  }

  /// The object with the kind of its endpoint in front.
  private static JsonObject withKind(JsonObject root, GroupVersionKind kind) {
    String apiVersion = kind.apiVersion();
    if (root.size() > 1
        && root.keyAt(0).equals("kind")
        && root.valueAt(0).equals(kind.kind())
        && root.keyAt(1).equals("apiVersion")
        && root.valueAt(1).equals(apiVersion)) {
      return root;
    }
    JsonObject.Builder fields = new JsonObject.Builder(root.size() + 2);
    fields.add("kind", kind.kind()).add("apiVersion", apiVersion);
    root.forEach((key, value) -> {
      if (!key.equals("kind") && !key.equals("apiVersion")) {
        fields.add(key, value);
      }
    });
    return fields.build();
  }

  private static Decoded finished(
      Decoded decoded,
      List<String> sourceErrors,
      GroupVersionKind given,
      GroupVersionKind expected,
      boolean strict) {
    List<String> errors = new ArrayList<>(sourceErrors);
    errors.addAll(decoded.strictErrors());
    if (strict && !errors.isEmpty()) {
      throw unhandled(given, expected, Decoded.strictMessage(errors));
    }
    boolean eviction = given.kind().equals("Eviction") && given.group().equals("policy");
    if (!given.groupVersion().equals(expected.groupVersion()) && !eviction) {
      throw ApiException.badRequest(
          "the API version in the data (%s) does not match the expected API version (%s)"
              .formatted(given.groupVersion(), expected.groupVersion()));
    }
    return new Decoded(decoded.object(), errors);
  }

  /// A body as a tree.
  ///
  /// @param strictErrors what only its text shows: repeated keys in YAML
  private record Source(JsonObject root, TypeMeta meta, List<String> strictErrors) {}

  private static Source source(byte[] body, BodyFormat format, GroupVersionKind expected) {
    try {
      return switch (format) {
        case JSON -> source(json(body), Optional.empty());
        case YAML -> {
          YamlReader.Document document = YamlReader.read(body);
          yield source(document.root(), document.repeatedKeys());
        }
      };
    } catch (DecodeException e) {
      throw unrecognized(expected, body, e.message());
    }
  }

  private static Source source(Object tree, Optional<String> repeatedKeys) {
    TypeMeta meta = TypeMeta.of(tree);
    JsonObject root = tree == JsonNull.NULL ? JsonObject.EMPTY : (JsonObject) tree;
    return new Source(root, meta, repeatedKeys.stream().toList());
  }

  private static Object json(byte[] body) {
    try {
      return RawReader.read(body);
    } catch (DecodeException e) {
      throw TypeMeta.unreadable(e.message());
    }
  }

  private static ApiException unhandled(
      GroupVersionKind given, GroupVersionKind expected, String why) {
    return ApiException.badRequest(
        "%s in version \"%s\" cannot be handled as a %s: %s"
            .formatted(given.kind(), given.version(), expected.kind(), why));
  }

  private static ApiException unrecognized(GroupVersionKind expected, byte[] body, String why) {
    return ApiException.badRequest(
        "the object provided is unrecognized (must be of type %s): %s (%s)"
            .formatted(expected.kind(), why, summary(body)));
  }

  /// Upstream: summarizeData.
  private static String summary(byte[] body) {
    if (body.length == 0) {
      return "<empty>";
    }
    int length = Math.min(body.length, SUMMARY);
    String text =
        body[0] == '{'
            ? new String(body, 0, length, StandardCharsets.UTF_8)
            : HexFormat.of().formatHex(body, 0, length);
    return body.length > SUMMARY ? text + " ..." : text;
  }
}

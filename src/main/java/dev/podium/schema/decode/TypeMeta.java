package dev.podium.schema.decode;

import dev.podium.object.GoJson;
import dev.podium.object.GroupVersion;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;

/// What a body says of its own kind, read before anything else.
///
/// Upstream: apimachinery/pkg/runtime/serializer/json/meta.go (SimpleMetaFactory.Interpret) and
/// gvkWithDefaults in json.go.
record TypeMeta(String group, String version, String kind) {
  /// Upstream decodes into a type without a name, which its errors spell out.
  private static final String GO_TYPE =
      "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string"
          + " \"json:\\\"kind,omitempty\\\"\" }";

  private static final String UNREADABLE = "couldn't get version/kind; json parse error: ";

  static DecodeException unreadable(String why) {
    return new DecodeException(UNREADABLE + why);
  }

  /// @throws DecodeException where kind or apiVersion cannot be read
  static TypeMeta of(Object body) {
    if (body == JsonNull.NULL) {
      return new TypeMeta("", "", "");
    }
    if (!(body instanceof JsonObject root)) {
      throw unreadable(GoJson.mismatch(plain(body), GO_TYPE));
    }
    String apiVersion = "";
    String kind = "";
    for (int i = 0; i < root.size(); i++) {
      // This one step of upstream's does not mind the case of names.
      String name = root.keyAt(i);
      if (name.equalsIgnoreCase("apiVersion")) {
        apiVersion = text(root.valueAt(i), "apiVersion", apiVersion);
      } else if (name.equalsIgnoreCase("kind")) {
        kind = text(root.valueAt(i), "kind", kind);
      }
    }
    return of(apiVersion, kind);
  }

  private static Object plain(Object body) {
    return body instanceof NumberText number ? number.number() : body;
  }

  private static String text(Object value, String field, String before) {
    return switch (value) {
      case String text -> text;
      case JsonNull _ -> before;
      default ->
          throw unreadable(
              "json: cannot unmarshal "
                  + GoJson.kind(plain(value))
                  + " into Go struct field ."
                  + field
                  + " of type string");
    };
  }

  private static TypeMeta of(String apiVersion, String kind) {
    if (apiVersion.equals("/")) {
      return new TypeMeta("", "", kind);
    }
    if (apiVersion.indexOf('/') != apiVersion.lastIndexOf('/')) {
      throw new DecodeException("unexpected GroupVersion string: " + apiVersion);
    }
    GroupVersion parsed = GroupVersion.parse(apiVersion);
    return new TypeMeta(parsed.group(), parsed.version(), kind);
  }

  /// With what the endpoint stands for where the body says nothing.
  GroupVersionKind orElse(GroupVersionKind expected) {
    boolean bare = version.isEmpty() && (group.isEmpty() || group.equals(expected.group()));
    return new GroupVersionKind(
        bare ? expected.group() : group,
        bare ? expected.version() : version,
        kind.isEmpty() ? expected.kind() : kind);
  }
}

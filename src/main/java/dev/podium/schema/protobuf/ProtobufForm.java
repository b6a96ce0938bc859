package dev.podium.schema.protobuf;

import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.schema.Field;
import dev.podium.schema.Field.ProtobufTag;
import dev.podium.schema.ListType;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Schemas;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The protobuf form of whole API objects, and of events that tell of them.
public final class ProtobufForm {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final Map<String, Boolean> KNOWN_GROUPS = new ConcurrentHashMap<>();

  private ProtobufForm() {}

  /// Whether the objects of an API group have a protobuf form: those of custom resources have none,
  /// nor have the aggregator's own.
  public static boolean covers(String group) {
    return KNOWN_GROUPS.computeIfAbsent(group, ProtobufForm::find);
  }

  private static boolean find(String group) {
    return Schemas.builtIn().kinds().entrySet().stream()
        .filter(entry -> entry.getKey().group().equals(group))
        .findFirst()
        .map(Map.Entry::getValue)
        .filter(type -> type.fields().stream().anyMatch(field -> field.protobuf().isPresent()))
        .isPresent();
  }

  /// An object or a list in its envelope.
  ///
  /// @param object of a kind that has a protobuf form, or what is left of any kind as
  ///   PartialObjectMetadata
  public static byte[] of(JsonObject object) {
    String apiVersion = object.string("apiVersion");
    String kind = object.string("kind");
    return new Envelope(apiVersion, kind, ProtobufWriter.write(type(apiVersion, kind), object))
        .sealed();
  }

  /// An event of a watch behind its length.
  ///
  /// Upstream: apimachinery/pkg/runtime/serializer/protobuf (LengthDelimitedFramer) and
  /// pkg/apis/meta/v1/watch.go (WatchEvent).
  public static byte[] event(String type, JsonObject object) {
    ProtobufOutput raw = new ProtobufOutput();
    raw.bytes(1, of(object));
    ProtobufOutput event = new ProtobufOutput();
    event.string(1, type);
    event.message(2, raw);
    byte[] message = event.toByteArray();
    return ByteBuffer.allocate(Integer.BYTES + message.length)
        .putInt(message.length)
        .put(message)
        .array();
  }

  /// @param apiVersion empty in the discovery documents of the core group, older than versions
  static ObjectType type(String apiVersion, String kind) {
    String version = apiVersion.isEmpty() ? "v1" : apiVersion;
    return switch (kind) {
      case "PartialObjectMetadata" -> Partial.OBJECT;
      case "PartialObjectMetadataList" -> Partial.LIST;
      default -> Schemas.builtIn().kind(GroupVersionKind.of(version, kind)).orElseThrow();
    };
  }

  /// Types that no artifact describes.
  private static final class Partial {
    static final ObjectType OBJECT =
        ObjectType.of("PartialObjectMetadata", List.of(field("metadata", meta("ObjectMeta"), 1)));
    static final ObjectType LIST =
        ObjectType.of(
            "PartialObjectMetadataList",
            List.of(field("metadata", meta("ListMeta"), 1), items(OBJECT)));

    private static ObjectType meta(String name) {
      return Schemas.builtIn().definition(META + name).orElseThrow();
    }

    private static Field field(String name, ObjectType type, int number) {
      return Field.of(name, type).withProtobuf(tag(number));
    }

    private static Field items(ObjectType type) {
      return Field.of("items", new ListType(type)).withProtobuf(tag(2));
    }

    private static ProtobufTag tag(int number) {
      return new ProtobufTag(List.of(number), false);
    }
  }
}

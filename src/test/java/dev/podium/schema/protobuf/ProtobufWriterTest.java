package dev.podium.schema.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.schema.Field;
import dev.podium.schema.FreeForm;
import dev.podium.schema.ListType;
import dev.podium.schema.MapType;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Scalar;
import dev.podium.schema.SchemaType;
import dev.podium.schema.Schemas;
import dev.podium.schema.decode.TypedDecoder;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ProtobufWriterTest {
  private static final int DEEP_ENOUGH = 8;

  /// The official messages were generated long ago, and say so of every type.
  @BeforeAll
  static void keepQuiet() {
    System.setProperty("com.google.protobuf.use_unsafe_pre22_gencode", "true");
  }

  /// All lists are alike.
  static Stream<GroupVersionKind> kinds() {
    return Schemas.builtIn().kinds().keySet().stream()
        .filter(kind -> !kind.kind().endsWith("List") || kind.kind().equals("ConfigMapList"))
        .filter(kind -> ProtobufForm.covers(kind.group()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindIsReadAsItWasWritten(GroupVersionKind kind) {
    ObjectType type = Schemas.builtIn().kind(kind).orElseThrow();
    JsonObject full = TypedDecoder.decode(type, sample(type, 0)).value();
    JsonObject read = ProtobufReader.read(type, ProtobufWriter.write(type, full));
    assertThat(TypedDecoder.decode(type, read).value()).isEqualTo(full);
  }

  /// The official client's own messages are the judge.
  @ParameterizedTest
  @MethodSource("kinds")
  void theOfficialMessagesKnowEveryField(GroupVersionKind kind) throws Exception {
    ObjectType type = Schemas.builtIn().kind(kind).orElseThrow();
    Message message = parse(kind, ProtobufWriter.write(type, sample(type, 0)));
    assertThat(unknown(message, kind.kind())).isEmpty();
    assertThat(message.getAllFields()).isNotEmpty();
  }

  @Test
  void valuesThatAreZeroButThereAreWritten() {
    ObjectType type =
        Schemas.builtIn().kind(GroupVersionKind.of("apps/v1", "Deployment")).orElseThrow();
    JsonObject none = JsonObject.of("spec", JsonObject.of("replicas", 0));
    assertThat(HexFormat.of().formatHex(ProtobufWriter.write(type, none))).isEqualTo("12020800");
  }

  @Test
  void anEventStandsBehindItsLengthAndHoldsAWholeEnvelope() {
    byte[] event = ProtobufForm.event("ADDED", JsonObject.of("kind", "Pod", "apiVersion", "v1"));
    ProtobufInput in = ProtobufInput.of(java.util.Arrays.copyOfRange(event, 4, event.length));
    assertThat(java.nio.ByteBuffer.wrap(event).getInt()).isEqualTo(event.length - 4);
    assertThat(in.field()).isEqualTo(1);
    assertThat(in.string()).isEqualTo("ADDED");
    assertThat(in.field()).isEqualTo(2);
    ProtobufInput raw = in.message();
    assertThat(raw.field()).isEqualTo(1);
    assertThat(Envelope.open(raw.bytes()).orElseThrow().kind()).isEqualTo("Pod");
  }

  @Test
  void aLongListIsWrittenItemByItemAndReadsTheSame() throws Exception {
    JsonObject head =
        JsonObject.of(
            "kind", "PodList", "apiVersion", "v1", "metadata", JsonObject.of("continue", "x"));
    List<ApiObject> pods =
        Stream.of("one", "other")
            .map(name -> ApiObject.named(new GroupVersionKind("", "v1", "Pod"), "default", name))
            .toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ProtobufList(head, pods, ApiObject::root).writeTo(out);
    assertThat(out.toByteArray()).isEqualTo(ProtobufForm.of(head.with("items", pods)));
  }

  private static Message parse(GroupVersionKind kind, byte[] bytes) throws Exception {
    String group = kind.group().split("\\.", 2)[0];
    String file =
        kind.version().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
            + kind.version().substring(1)
            + (group.isEmpty()
                ? ""
                : group.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + group.substring(1));
    boolean meta =
        List.of("Status", "APIGroup", "APIGroupList", "APIResourceList", "APIVersions")
            .contains(kind.kind());
    Class<?> type =
        Class.forName("io.kubernetes.client.proto." + (meta ? "Meta" : file) + "$" + kind.kind());
    return (Message) type.getMethod("parseFrom", byte[].class).invoke(null, (Object) bytes);
  }

  private static List<String> unknown(Message message, String path) {
    List<String> found = new ArrayList<>();
    if (!message.getUnknownFields().asMap().isEmpty()) {
      found.add(path + ": " + message.getUnknownFields().asMap().keySet());
    }
    message
        .getAllFields()
        .forEach((field, value) -> {
          List<?> values = value instanceof List<?> list ? list : List.of(value);
          for (Object item : values) {
            if (item instanceof Message inner) {
              found.addAll(unknown(inner, path + "." + field.getName()));
            }
          }
        });
    return found;
  }

  /// An object with a value in every field that the message has, down to a certain depth.
  private static JsonObject sample(ObjectType type, int depth) {
    JsonObject object = JsonObject.EMPTY;
    for (Field field : type.fields()) {
      boolean carried = field.protobuf().isPresent();
      boolean leaf = field.type() instanceof Scalar;
      if (carried && (leaf || depth < DEEP_ENOUGH)) {
        object = object.with(field.name(), sample(field.type(), depth + 1));
      }
    }
    return object;
  }

  private static Object sample(SchemaType type, int depth) {
    return switch (type) {
      case ObjectType object -> sample(object, depth);
      case ListType(var items, _) -> JsonArray.of(List.of(sample(items, depth + 1)));
      case MapType(var values) -> JsonObject.of(Map.of("a.b/c", sample(values, depth + 1)));
      case FreeForm form -> freeForm(form);
      case Scalar scalar -> scalar(scalar);
    };
  }

  private static Object freeForm(FreeForm form) {
    return switch (form) {
      case SCHEMA_OR_BOOL -> false;
      case SCHEMA_OR_ARRAY -> JsonObject.of("type", "string");
      case SCHEMA_OR_STRINGS -> JsonArray.of(List.of("one", "two"));
      case ANY, RAW_EXTENSION, FIELDS_V1, PATCH, JSON -> JsonObject.of("kind", "K", "x", 1);
    };
  }

  private static Object scalar(Scalar scalar) {
    return switch (scalar) {
      case STRING -> "text";
      case BYTES -> "AAECAw==";
      case BOOLEAN -> true;
      case INT32 -> -7;
      case INT64 -> 1L << 40;
      case DOUBLE -> 1.5;
      case QUANTITY -> "1500m";
      case TIME -> "2024-02-29T12:30:00Z";
      case MICRO_TIME -> "2024-02-29T12:30:00.123456Z";
      case DURATION -> "5s";
      case INT_OR_STRING -> "25%";
    };
  }

  @Test
  void discoveryOfTheCoreGroupHasNoVersionOfItsOwn() {
    JsonObject versions = JsonObject.of("kind", "APIVersions", "versions", List.of("v1"));
    JsonObject resources = JsonObject.of("kind", "APIResourceList", "groupVersion", "v1");
    for (JsonObject document : List.of(versions, resources)) {
      assertThat(ProtobufForm.of(document)).startsWith('k', '8', 's', 0);
    }
  }
}

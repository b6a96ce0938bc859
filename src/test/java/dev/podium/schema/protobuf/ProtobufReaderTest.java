package dev.podium.schema.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Schemas;
import dev.podium.schema.decode.TypedDecoder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class ProtobufReaderTest {
  private static ObjectType type(String apiVersion, String kind) {
    return Schemas.builtIn().kind(GroupVersionKind.of(apiVersion, kind)).orElseThrow();
  }

  private static JsonObject read(ObjectType type, String hex) {
    byte[] message = HexFormat.ofDelimiter(" ").parseHex(hex);
    return TypedDecoder.decode(type, ProtobufReader.read(type, message)).value();
  }

  @Test
  void mapsStringsAndEmptyTimesAreReadAsJson() {
    // metadata {name: "m", creationTimestamp: {}}, data {"a": "b"}
    JsonObject object =
        read(type("v1", "ConfigMap"), "0a 05 0a 01 6d 42 00 12 06 0a 01 61 12 01 62");
    assertThat(object).hasToString("{\"metadata\":{\"name\":\"m\"},\"data\":{\"a\":\"b\"}}");
  }

  @Test
  void embeddedStructsAreOneLevelLessInJson() {
    // spec {volumes [{name: "v", volumeSource {emptyDir {}}}]}
    JsonObject object = read(type("v1", "Pod"), "12 0b 0a 09 0a 01 76 12 04 12 02 0a 00");
    assertThat(object.object("spec").objects("volumes").getFirst())
        .hasToString("{\"name\":\"v\",\"emptyDir\":{}}");
  }

  @Test
  void quantitiesNumbersAndPortsOfEitherKindAreRead() {
    // spec {ports [{port: 80, targetPort {type: 1, strVal: "web"}}]}
    JsonObject service =
        read(type("v1", "Service"), "12 0f 0a 0d 18 50 22 09 08 01 10 00 1a 03 77 65 62");
    assertThat(service.object("spec").objects("ports").getFirst())
        .hasToString("{\"port\":80,\"targetPort\":\"web\"}");
  }

  @Test
  void whatIsCutOffIsNoMessage() {
    assertThatThrownBy(() -> ProtobufReader.read(type("v1", "ConfigMap"), new byte[] {0x0a, 9, 1}))
        .isInstanceOf(ProtobufException.class)
        .hasMessage("unexpected EOF");
  }

  @Test
  void messagesNestNoDeeperThanTheirBound() {
    byte[] schema = new byte[0];
    for (int depth = 0; depth < 300; depth++) {
      schema = field(27, schema); // not
    }
    byte[] definition = field(2, field(7, field(4, field(1, schema))));
    ObjectType type = type("apiextensions.k8s.io/v1", "CustomResourceDefinition");
    assertThatThrownBy(() -> ProtobufReader.read(type, definition))
        .isInstanceOf(ProtobufException.class)
        .hasMessage("proto: exceeded max recursion depth");
  }

  private static byte[] field(int number, byte[] message) {
    ProtobufOutput out = new ProtobufOutput();
    out.bytes(number, message);
    return out.toByteArray();
  }

  @Test
  void theEnvelopeNamesTheKind() {
    byte[] body =
        HexFormat.ofDelimiter(" ")
            .parseHex("6b 38 73 00 0a 09 0a 02 76 31 12 03 50 6f 64 12 01 78");
    Envelope envelope = Envelope.open(body).orElseThrow();
    assertThat(envelope.apiVersion() + " " + envelope.kind()).isEqualTo("v1 Pod");
    assertThat(envelope.message()).containsExactly('x');
    assertThat(Envelope.open(new byte[] {'{', '}'})).isEmpty();
  }
}

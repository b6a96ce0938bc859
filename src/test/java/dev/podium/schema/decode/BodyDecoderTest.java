package dev.podium.schema.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.object.ApiException;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.Json;
import dev.podium.schema.Schemas;
import dev.podium.schema.structural.StructuralSchema;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyDecoderTest {
  private static final GroupVersionKind CONFIG_MAP = new GroupVersionKind("", "v1", "ConfigMap");
  private static final GroupVersionKind DEPLOYMENT =
      new GroupVersionKind("apps", "v1", "Deployment");
  private static final GroupVersionKind WIDGET = new GroupVersionKind("g.example", "v1", "Widget");
  private static final String TYPE_META =
      "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string"
          + " \"json:\\\"kind,omitempty\\\"\" }";

  private final BodyDecoder decoder = new BodyDecoder(Schemas.builtIn());

  private Decoded decode(String body, GroupVersionKind expected) {
    return decoder.decode(bytes(body), BodyFormat.JSON, expected, false);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {nope | couldn't get version/kind; json parse error: invalid character 'n' looking for beginning of object key string ({nope)
          ^^ | couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)
          {"metadata":{"name":"g"}} x | couldn't get version/kind; json parse error: invalid character 'x' after top-level value ({"metadata":{"name":"g"}} x)
          {"data":{"a":"b",}} | couldn't get version/kind; json parse error: invalid character '}' looking for beginning of object key string ({"data":{"a":"b",}})
          {'metadata':{}} | couldn't get version/kind; json parse error: invalid character '\\'' looking for beginning of object key string ({'metadata':{}})
          "x" | couldn't get version/kind; json parse error: json: cannot unmarshal string into Go value of type TYPE_META (227822)
          5 | couldn't get version/kind; json parse error: json: cannot unmarshal number into Go value of type TYPE_META (35)
          1.5 | couldn't get version/kind; json parse error: json: cannot unmarshal number into Go value of type TYPE_META (312e35)
          {"kind":5} | couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string ({"kind":5})
          {"apiVersion":"a/b/c"} | unexpected GroupVersion string: a/b/c ({"apiVersion":"a/b/c"})
          {"apiVersion":"a/b/c","kind":"ConfigMap"} | unexpected GroupVersion string: a/b/c ({"apiVersion":"a/b/c","kind":" ...)
          """)
  void whatIsNoObjectIsUnrecognized(String body, String why) {
    assertThatThrownBy(() -> decode(body, CONFIG_MAP))
        .isInstanceOf(ApiException.class)
        .hasMessage(
            "the object provided is unrecognized (must be of type ConfigMap): "
                + why.replace("TYPE_META", TYPE_META));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {"apiVersion":"v1","kind":"Pod"} | Pod in version "v1" cannot be handled as a Deployment: converting (v1.Pod) to (apps.Deployment): unknown conversion
          {"apiVersion":"apps/v1beta1","kind":"Deployment"} | the API version in the data (apps/v1beta1) does not match the expected API version (apps/v1)
          {"apiVersion":"nope/v1","kind":"Deployment"} | Deployment in version "v1" cannot be handled as a Deployment: no kind "Deployment" is registered for version "nope/v1" in scheme "pkg/api/legacyscheme/scheme.go:30"
          {"apiVersion":"v1"} | Deployment in version "v1" cannot be handled as a Deployment: no kind "Deployment" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"
          {"kind":"ConfigMap"} | ConfigMap in version "v1" cannot be handled as a Deployment: no kind "ConfigMap" is registered for version "apps/v1" in scheme "pkg/api/legacyscheme/scheme.go:30"
          {"spec":{"replicas":"x"}} | Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32
          """)
  void anotherKindOrVersionIsRefused(String body, String message) {
    assertThatThrownBy(() -> decode(body, DEPLOYMENT)).hasMessage(message);
  }

  @Test
  void kindAndVersionMayBeLeftOut() {
    String whole = "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"}}";
    assertThat(decode("{\"metadata\":{\"name\":\"x\"}}", CONFIG_MAP).object()).hasToString(whole);
    assertThat(
            decode("{\"metadata\":{\"name\":\"x\"},\"kind\":\"ConfigMap\"}", CONFIG_MAP).object())
        .hasToString(whole);
    assertThat(decode("null", CONFIG_MAP).object())
        .hasToString("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{}}");
  }

  @Test
  void strictErrorsAreReportedOrRefuse() {
    byte[] body = bytes("{\"metadata\":{\"name\":\"d\",\"name\":\"e\"},\"more\":1}");
    assertThat(decoder.decode(body, BodyFormat.JSON, CONFIG_MAP, false).strictErrors())
        .containsExactly("duplicate field \"metadata.name\"", "unknown field \"more\"");
    assertThatThrownBy(() -> decoder.decode(body, BodyFormat.JSON, CONFIG_MAP, true))
        .hasMessage(
            "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error:"
                + " duplicate field \"metadata.name\", unknown field \"more\"");
  }

  @Test
  void bytesThatAreNoTextAreReplaced() {
    byte[] body = bytes("{\"data\":{\"a\":\"x_\"}}");
    body[body.length - 4] = (byte) 0xff;
    assertThat(
            decoder
                .decode(body, BodyFormat.JSON, CONFIG_MAP, false)
                .object()
                .root()
                .string("data", "a"))
        .isEqualTo("x\ufffd");
  }

  @Test
  void yamlIsReadByTheRulesOfYaml11() {
    String yaml =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: 'y'
          labels: &l {b: "1", a: x}
          annotations: *l
        data:
          no: |
            two
            lines
        ---
        not: [looked at
        """;
    assertThat(decoder.decode(bytes(yaml), BodyFormat.YAML, CONFIG_MAP, false).object())
        .hasToString(
            "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"y\",\"labels\":{\"a\":\"x\","
                + "\"b\":\"1\"},\"annotations\":{\"a\":\"x\",\"b\":\"1\"}},\"data\":{\"false\":\"two\\nlines\\n\"}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          metadata: {name: y} | ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.name of type string
          data: {a: 0x10} | ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string
          a: b: c | the object provided is unrecognized (must be of type ConfigMap): yaml: mapping values are not allowed in this context (613a20623a2063)
          """)
  void yamlIsRefusedInUpstreamsWords(String yaml, String message) {
    assertThatThrownBy(() -> decoder.decode(bytes(yaml), BodyFormat.YAML, CONFIG_MAP, false))
        .hasMessage(message);
  }

  @Test
  void yamlFaultsNameTheirLineBehindTheFirst() {
    assertThatThrownBy(() -> decoder.decode(bytes("\t"), BodyFormat.YAML, CONFIG_MAP, false))
        .hasMessage(
            "the object provided is unrecognized (must be of type ConfigMap): yaml: found character"
                + " that cannot start any token (09)");
    assertThatThrownBy(() ->
            decoder.decode(bytes("a: 1\nb:\n  c: 1\n\td: 2\n"), BodyFormat.YAML, CONFIG_MAP, false))
        .hasMessageContaining(": yaml: line 4: found character that cannot start any token (");
    assertThatThrownBy(() ->
            decoder.decode(bytes("data:\n  a: x\n  a: z\n"), BodyFormat.YAML, CONFIG_MAP, true))
        .hasMessageEndingWith(
            "strict decoding error: yaml: unmarshal errors:\n  line 3: key \"a\" already set in map");
  }

  @Test
  void aParserFindsTheEndOfATextOnALineOfItsOwn() {
    assertThatThrownBy(() -> BodyDecoder.configuration(bytes("b: [")))
        .hasMessageEndingWith(": yaml: line 1: did not find expected node content");
    assertThatThrownBy(() -> BodyDecoder.configuration(bytes("b: [\n")))
        .hasMessageEndingWith(": yaml: line 1: did not find expected node content");
  }

  @Test
  void eachKeyThatYamlRepeatsIsAWarning() {
    String yaml = "data:\n  a: x\n  a: z\ndata: {}\n";
    assertThat(
            decoder.decode(bytes(yaml), BodyFormat.YAML, CONFIG_MAP, false).strictErrors().stream()
                .flatMap(Decoded::warnings))
        .containsExactly(
            "line 3: key \"a\" already set in map", "line 4: key \"data\" already set in map");
    assertThat(Decoded.warnings("unknown field \"x\"")).containsExactly("unknown field \"x\"");
  }

  @Test
  void aPatchMayNotLeaveACustomObjectWithoutKind() {
    assertThatThrownBy(() ->
            decoder.decodePatchedCustom(Json.parseObject("{\"a\":1}"), StructuralSchema.EMPTY))
        .isInstanceOf(DecodeException.class)
        .hasMessage("Object 'Kind' is missing in '{\"a\":1}'");
  }

  @Test
  void customObjectsAreSortedAndKeepWhatTheirSchemaMustJudge() {
    Decoded decoded =
        decoder.decodeCustom(
            bytes(
                "{\"kind\":\"Widget\",\"apiVersion\":\"g.example/v1\",\"spec\":{\"z\":null,\"a\":[1.0,1.5]},"
                    + "\"metadata\":{\"uid\":\"\",\"name\":\"w\",\"odd\":1},\"spec2\":{\"b\":1,\"b\":2}}"),
            BodyFormat.JSON,
            WIDGET,
            StructuralSchema.of(
                Json.parseObject(
                    "{\"x-kubernetes-preserve-unknown-fields\":true,\"type\":\"object\"}")),
            false);
    assertThat(decoded.object().root())
        .isEqualTo(
            Json.parseObject(
                "{\"apiVersion\":\"g.example/v1\",\"kind\":\"Widget\",\"metadata\":{\"name\":\"w\"},"
                    + "\"spec\":{\"a\":[1.0,1.5],\"z\":null},\"spec2\":{\"b\":2}}"));
    assertThat(decoded.object().root().keys())
        .containsExactly("apiVersion", "kind", "metadata", "spec", "spec2");
    assertThat(decoded.strictErrors())
        .containsExactly("duplicate field \"spec2.b\"", "unknown field \"metadata.odd\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {"metadata": {"name": "a"}} | the object provided is unrecognized (must be of type Widget): Object 'Kind' is missing in '{"metadata": {"name": "a"}}' ({"metadata": {"name": "a"}})
          {"kind":"Widget","apiVersion":"g.example/v2"} | the API version in the data (g.example/v2) does not match the expected API version (g.example/v1)
          {"kind":"Widget","apiVersion":"g.example/v1","metadata":{"name":true}} | Widget in version "v1" cannot be handled as a Widget: json: cannot unmarshal bool into Go struct field ObjectMeta.name of type string
          """)
  void customObjectsMustSayWhatTheyAre(String body, String message) {
    assertThatThrownBy(() ->
            decoder.decodeCustom(
                bytes(body), BodyFormat.JSON, WIDGET, StructuralSchema.EMPTY, false))
        .hasMessage(message);
  }

  @Test
  void theResultOfAPatchIsDecodedOnceMore() {
    Decoded decoded =
        decoder.decodePatched(
            Json.parseObject("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"nope\":1}"),
            CONFIG_MAP);
    assertThat(decoded.strictErrors()).containsExactly("unknown field \"nope\"");
    assertThatThrownBy(() ->
            decoder.decodePatched(
                Json.parseObject("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v2\"}"), CONFIG_MAP))
        .isInstanceOf(DecodeException.class)
        .hasMessage(
            "no kind \"ConfigMap\" is registered for version \"v2\" in scheme"
                + " \"pkg/api/legacyscheme/scheme.go:30\"");
  }

  @Test
  void anAppliedConfigurationIsYamlOrJson() {
    assertThat(BodyDecoder.configuration(bytes("{\"a\": {\"b\": [1, true]}}")).root())
        .hasToString("{\"a\":{\"b\":[1,true]}}");
    assertThat(BodyDecoder.configuration(bytes("a: 1\na: 2\n")).repeatedKeys())
        .contains(
            "error converting YAML to JSON: yaml: unmarshal errors:\n"
                + "  line 2: key \"a\" already set in map");
    assertThatThrownBy(() -> BodyDecoder.configuration(bytes("- a")))
        .hasMessage(
            "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot"
                + " unmarshal array into Go value of type map[string]interface {}");
    assertThatThrownBy(() -> BodyDecoder.configuration(bytes("a: b: c")))
        .hasMessage(
            "error decoding YAML: error converting YAML to JSON: yaml: mapping values are not"
                + " allowed in this context");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JSON | couldn't get version/kind; json parse error: exceeded max depth",
        "YAML | yaml: exceeded max depth of 500"
      })
  void bodiesNestNoDeeperThanTheirBound(BodyFormat format, String message) {
    String deep = "{\"data\": " + "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH) + "}";
    assertThatThrownBy(() -> decoder.decode(bytes(deep), format, CONFIG_MAP, false))
        .hasMessageContaining(message);
  }

  @Test
  void aliasesDoNotNestDeeperThanTheBoundEither() {
    String half = "[".repeat(300) + "%s" + "]".repeat(300);
    String yaml = "a: &a " + half.formatted("x") + "\nb: " + half.formatted("*a") + "\n";
    assertThatThrownBy(() -> decoder.decode(bytes(yaml), BodyFormat.YAML, CONFIG_MAP, false))
        .hasMessageContaining("yaml: exceeded max depth of 500");
  }
}

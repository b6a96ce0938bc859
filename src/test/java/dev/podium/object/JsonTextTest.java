package dev.podium.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTextTest {
  private static final String HEAD = "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\"";

  private static ApiObject object(String json) {
    return ApiObject.of(Json.parseObject(json));
  }

  @Test
  void itemsOfTypedListsLoseTheirKind() {
    ApiObject object = object(HEAD + ",\"metadata\":{\"name\":\"a\"},\"data\":{\"x\":\"}\"}}");
    assertThat(new JsonText().appendUntyped(object))
        .hasToString("{\"metadata\":{\"name\":\"a\"},\"data\":{\"x\":\"}\"}}");
  }

  @Test
  void anObjectOfNothingButItsKindIsEmptyInAList() {
    assertThat(new JsonText().appendUntyped(object(HEAD + "}"))).hasToString("{}");
  }

  @Test
  void fieldsInAnotherOrderAreStillLeftOut() {
    ApiObject object = object("{\"metadata\":{},\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\"}");
    assertThat(new JsonText().appendUntyped(object)).hasToString("{\"metadata\":{}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"a\"}",
        "{}",
        "{\"annotations\":{\"a\":\"{\\\"b\\\":\\\\}\",\"c\":\"}\"},\"labels\":{}}"
      })
  void metadataEndsAtItsOwnBrace(String metadata) {
    ApiObject object = object(HEAD + ",\"metadata\":" + metadata + ",\"data\":{\"k\":\"v\"}}");
    assertThat(new JsonText().appendMetadata(object)).hasToString(metadata);
  }

  @ParameterizedTest
  @ValueSource(strings = {"é ü ß", "漢字", "👑", "\u0000 \u001f", "a\u2028b\u2029c", "<&>"})
  void anyTextIsReadBackAsItWas(String text) {
    JsonObject object = JsonObject.of("text", text);
    String written = new String(Json.bytes(object), UTF_8);
    assertThat(Json.parseObject(written)).isEqualTo(object);
  }

  @Test
  void onlyWhatGoEscapesIsEscaped() {
    byte[] written = Json.bytes(JsonObject.of("text", "é漢👑<\u2028\u2029"));
    assertThat(new String(written, UTF_8)).isEqualTo("{\"text\":\"é漢👑\\u003c\\u2028\\u2029\"}");
  }

  @Test
  void indentedTextIsWhatGoWrites() {
    String json = "{\"a\":{},\"b\":[],\"c\":[1,{\"d\":\"x{,}: \\\" y\"}],\"e\":{\"f\":null}}";
    String go =
        """
        {
          "a": {},
          "b": [],
          "c": [
            1,
            {
              "d": "x{,}: \\" y"
            }
          ],
          "e": {
            "f": null
          }
        }\
        """;
    assertThat(new JsonText().append(json).indented().toString()).isEqualTo(go);
  }

  @Test
  void piecesMayEndAnywhere() {
    JsonText text = new JsonText().append("{\"a").append("\":\"\\").append("\"\"").append("}");
    assertThat(text.indented().toString()).isEqualTo("{\n  \"a\": \"\\\"\"\n}");
  }

  @Test
  void manyItemsAreMadeWhileTheyAreWrittenAndReadTheSame() {
    List<Integer> numbers = IntStream.rangeClosed(0, JsonText.AT_ONCE).boxed().toList();
    JsonText text =
        new JsonText()
            .append("[")
            .appendAll(numbers, (out, number) -> out.append("{\"n\":" + number + "}"))
            .append("]");
    assertThat(text.length()).isEmpty();
    JsonArray read = (JsonArray) Json.parse(text.bytes());
    assertThat(read.objects().stream().map(o -> (int) o.integer("n")).toList()).isEqualTo(numbers);
    assertThat(text.indented().toString()).startsWith("[\n  {\n    \"n\": 0\n  },\n");
    assertThat(Json.parse(text.indented().bytes())).isEqualTo(read);
  }
}

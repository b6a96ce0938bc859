package dev.podium.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
    assertThat(new String(new JsonText().append(json).indented(), StandardCharsets.UTF_8))
        .isEqualTo(go);
  }

  @Test
  void piecesMayEndAnywhere() {
    JsonText text = new JsonText().append("{\"a").append("\":\"\\").append("\"\"").append("}");
    assertThat(new String(text.indented(), StandardCharsets.UTF_8))
        .isEqualTo("{\n  \"a\": \"\\\"\"\n}");
  }
}

package dev.podium.patch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.object.ApiException;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonPatchTest {
  private static final JsonObject OBJECT =
      Json.parseObject(
          """
          {"data":{"a":"1","x.y/z":"2","t~u":"3"},"list":[1,2,3],"empty":null}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'op':'add','path':'/data/b','value':'4'}|/data/b|\"4\"",
        "{'op':'add','path':'/data/a','value':{'n':[1]}}|/data/a/n/0|1",
        "{'op':'add','path':'/list/-','value':4}|/list|[1,2,3,4]",
        "{'op':'add','path':'/list/0','value':0}|/list|[0,1,2,3]",
        "{'op':'add','path':'/list/3','value':4}|/list|[1,2,3,4]",
        "{'op':'add','path':'/list/-1','value':4}|/list|[1,2,3,4]",
        "{'op':'add','path':'x/new','value':1}|/new|1",
        "{'op':'remove','path':'/list/1'}|/list|[1,3]",
        "{'op':'remove','path':'/list/-1'}|/list|[1,2]",
        "{'op':'remove','path':'/data/x.y~1z'}|/data|{\"a\":\"1\",\"t~u\":\"3\"}",
        "{'op':'replace','path':'/data/t~0u','value':'5'}|/data/t~0u|\"5\"",
        "{'op':'replace','path':'/data/none','value':'5'}|/data/none|\"5\"",
        "{'op':'replace','path':'/data/a'}|/data/a|null",
        "{'op':'replace','path':'/list/2','value':9}|/list|[1,2,9]",
        "{'op':'replace','path':'','value':{'k':1}}|/k|1",
        "{'op':'move','from':'/data/a','path':'/list/0'}|/list|[\"1\",1,2,3]",
        "{'op':'move','from':'/list/0','path':'/list/1'}|/list|[2,1,3]",
        "{'op':'copy','from':'/list','path':'/data/list'}|/data/list|[1,2,3]",
        "{'op':'copy','from':'/data/none','path':'/data/b'}|/data/b|null",
        "{'op':'test','path':'/list','value':[1,2,3]}|/list/0|1",
        "{'op':'test','path':'/data/none'}|/list/0|1",
        "{'op':'test','path':'/empty','value':null}|/list/0|1",
      })
  void anOperationDoesWhatUpstreamDoes(String operation, String path, String expected) {
    JsonObject patched = patch("[" + operation.replace('\'', '"') + "]").applyTo(OBJECT);

    assertThat(new JsonDocument(patched).get(path)).isEqualTo(Json.parse(expected.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'op':'odd','path':'/data/a'}",
        "{'path':'/data/a','value':1}",
        "{'op':'add','value':1}",
        "{'op':'add','path':'nopath/none/x','value':1}",
        "{'op':'add','path':'plain','value':1},{'op':'add','path':'','value':{}}",
        "{'op':'add','path':'/none/deep','value':1}",
        "{'op':'add','path':'/data/a/deep','value':1}",
        "{'op':'add','path':'/list/4','value':1}",
        "{'op':'add','path':'/list/x','value':1}",
        "{'op':'remove','path':'/data/none'}",
        "{'op':'remove','path':'/list/3'}",
        "{'op':'remove','path':''}",
        "{'op':'replace','path':'/list/3','value':1}",
        "{'op':'replace','path':'/list/-','value':1}",
        "{'op':'move','from':'/data/none','path':'/data/b'}",
        "{'op':'test','path':'/data/a','value':'2'}",
        "{'op':'test','path':'/data/a'}",
        "{'op':'test','path':'/data/none','value':1}",
        "{'op':'replace','path':'','value':[]}",
      })
  void anOperationThatCannotBeDoneIs422WithoutACause(String operation) {
    JsonPatch patch = patch("[" + operation.replace('\'', '"') + "]");

    assertThatThrownBy(() -> patch.applyTo(OBJECT))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(422);
              assertThat(refusal.reason()).isEqualTo("Invalid");
              assertThat(refusal.details()).contains(JsonObject.EMPTY);
              assertThat(refusal.message())
                  .isEqualTo("the server rejected our request due to an error in our request");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|error decoding patch: json: cannot unmarshal object into Go value of type"
            + " []handlers.jsonPatchOp",
        "[5]|error decoding patch: json: cannot unmarshal number into Go value of type"
            + " handlers.jsonPatchOp",
        "[{\"op\":5}]|error decoding patch: json: cannot unmarshal number into Go struct field"
            + " jsonPatchOp.op of type string",
        "x|error decoding patch: invalid character 'x' looking for beginning of value",
      })
  void aTextThatIsNoPatchIs400(String text, String why) {
    assertThatThrownBy(() -> patch(text))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(400);
              assertThat(refusal.message()).isEqualTo(why);
            });
  }

  @Test
  void tenThousandOperationsAreTheMost() {
    String operation = "{\"op\":\"test\",\"path\":\"/none\"}";
    String many = "[" + (operation + ",").repeat(10_000) + operation + "]";

    assertThatThrownBy(() -> patch(many))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(413);
              assertThat(refusal.message())
                  .isEqualTo(
                      "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001");
            });
  }

  @Test
  void copiesMayAddThreeMebibytes() {
    String big = "\"" + "x".repeat(1 << 20) + "\"";
    String copy = ",{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/b\"}";

    assertThatThrownBy(() ->
            patch("[{\"op\":\"add\",\"path\":\"/a\",\"value\":" + big + "}" + copy.repeat(3) + "]")
                .applyTo(OBJECT))
        .isInstanceOf(ApiException.class);
  }

  @Test
  void unknownAndRepeatedFieldsAreReportedByTheirPlace() {
    assertThat(
            patch("[{\"op\":\"test\",\"path\":\"/n\",\"odd\":1},{\"op\":\"x\",\"op\":\"test\"}]")
                .strictErrors())
        .containsExactly(
            "json patch unknown field \"[0].odd\"", "json patch duplicate field \"[1].op\"");
  }

  @Test
  void aResultThatDoesNotDecodeIsShownWithItsFieldsSorted() {
    assertThat(patch("[]").refusal(Json.parseObject("{\"b\":1,\"a\":2}"), "because").message())
        .isEqualTo(
            " \"\" is invalid: patch: Invalid value: \"{\\\"a\\\":2,\\\"b\\\":1}\": because");
  }

  private static JsonPatch patch(String text) {
    return JsonPatch.decode(text.getBytes(UTF_8), true);
  }

  @Test
  void noPatchNestsAnObjectDeeperThanABodyMayBe() {
    String deep = "[".repeat(300) + "]".repeat(300);
    String grow =
        """
        [{"op":"add","path":"/a","value":%s},{"op":"move","from":"/a","path":"/list/0%s/0"}]
        """;
    JsonObject list = Json.parseObject("{\"list\":[" + deep + "]}");
    JsonPatch patch = patch(grow.formatted(deep, "/0".repeat(298)));
    assertThatThrownBy(() -> patch.applyTo(list))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(422));
  }
}

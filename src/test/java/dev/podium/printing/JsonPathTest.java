package dev.podium.printing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonPathTest {
  private static final JsonObject OBJECT =
      Json.parseObject(
          """
          {"spec": {"size": 5, "list": [{"n": "p", "v": 1}, {"n": "q", "v": 2}, {"n": "r"}]},
           "metadata": {"annotations": {"a.b/c": "x"}},
           "status": {"conditions": [
             {"type": "Ready", "status": "True"}, {"type": "Synced", "status": "False"}]}}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          .spec.size | [5]
          .spec.nothing | []
          .spec.list[0].n | ["p"]
          .spec.list[-1].n | ["r"]
          .spec.list[0:2].n | ["p","q"]
          .spec.list[0,2].n | ["p","r"]
          .spec.list[*].n | ["p","q","r"]
          .spec['size'] | [5]
          .metadata.annotations.a\\.b/c | ["x"]
          .metadata.annotations['a.b/c'] | ["x"]
          .status.conditions[?(@.type=="Ready")].status | ["True"]
          .status.conditions[?(@.type!='Ready')].type | ["Synced"]
          .spec.list[?(@.v>1)].n | ["q"]
          .spec.list[?(@.v)].n | ["p","q"]
          ..status | [{"conditions":[{"type":"Ready","status":"True"},{"type":"Synced","status":"False"}]},"True","False"]
          """)
  void leadsToValues(String path, String found) {
    assertThat(Json.write(dev.podium.object.JsonArray.of(JsonPath.parse(path).find(OBJECT))))
        .isEqualTo(found);
  }

  @Test
  void whatIsNoPathIsRefused() {
    assertThatThrownBy(() -> JsonPath.parse(".a[")).hasMessage("unterminated array");
    assertThatThrownBy(() -> JsonPath.parse(".a[x]")).hasMessage("invalid array index x");
  }
}

package dev.podium.patch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.object.ApiException;
import dev.podium.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MergePatchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':1}|{'b':2}|{'a':1,'b':2}",
        "{'a':1}|{'a':2}|{'a':2}",
        "{'a':1,'b':2}|{'a':null}|{'b':2}",
        "{'a':1}|{'b':null}|{'a':1}",
        "{'a':{'b':1,'c':2}}|{'a':{'b':null,'d':3}}|{'a':{'c':2,'d':3}}",
        "{'a':[1,2]}|{'a':[3]}|{'a':[3]}",
        "{'a':1}|{'a':{'b':null,'c':1}}|{'a':{'c':1}}",
        "{}|{'a':{'b':null,'c':{'d':null,'e':1}}}|{'a':{'c':{'e':1}}}",
        "{}|{'a':[null,{'b':null}]}|{'a':[{}]}",
        "{'a':{'b':1}}|{'a':'x'}|{'a':'x'}",
        "{'a':1}|{}|{'a':1}",
      })
  void fieldsAreMergedNullsRemoveAndListsAreReplaced(String object, String patch, String result) {
    assertThat(patch(patch).applyTo(Json.parseObject(object.replace('\'', '"'))))
        .isEqualTo(Json.parseObject(result.replace('\'', '"')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|error decoding patch: json: cannot unmarshal array into Go value of type"
            + " map[string]interface {}",
        "5|error decoding patch: json: cannot unmarshal number into Go value of type"
            + " map[string]interface {}",
        "nope|error decoding patch: invalid character 'o' in literal null (expecting 'u')",
        "null|Invalid JSON Patch",
      })
  void aTextThatIsNoObjectIs400(String text, String why) {
    assertThatThrownBy(() -> patch(text))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(400);
              assertThat(refusal.message()).isEqualTo(why);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{|400|Invalid JSON Patch", "5|400|Invalid JSON Patch", "[]|422| \"\" is invalid"})
  void withoutFieldValidationTheWordsDiffer(String text, int code, String why) {
    assertThatThrownBy(() -> MergePatch.decode(text.getBytes(UTF_8), false))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(code);
              assertThat(refusal.message()).contains(why);
            });
  }

  @Test
  void aRepeatedFieldIsAStrictError() {
    assertThat(patch("{'data':{'a':'1','a':'2'}}").strictErrors())
        .containsExactly("duplicate field \"data.a\"");
  }

  private static MergePatch patch(String text) {
    return MergePatch.decode(text.replace('\'', '"').getBytes(UTF_8), true);
  }
}

package dev.podium.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GoJsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|unexpected end of JSON input",
        "x|invalid character 'x' looking for beginning of value",
        "nope|invalid character 'o' in literal null (expecting 'u')",
        "[{]|invalid character ']' looking for beginning of object key string",
        "{\"a\":1,}|invalid character '}' looking for beginning of object key string",
        "{'a':1}|invalid character '\\'' looking for beginning of object key string",
        "{\"a\" 1}|invalid character '1' after object key",
        "{\"a\":1 \"b\"}|invalid character '\"' after object key:value pair",
        "[1 2]|invalid character '2' after array element",
        "{} x|invalid character 'x' after top-level value",
        "{\"a\":|unexpected end of JSON input",
        "[1.]|invalid character ']' after decimal point in numeric literal",
        "[-]|invalid character ']' in numeric literal",
        "[1e]|invalid character ']' in exponent of numeric literal",
        "01|invalid character '1' after top-level value",
        "\"\\q\"|invalid character 'q' in string escape code",
        "\"\\u00g0\"|invalid character 'g' in \\u hexadecimal character escape",
        "tru|unexpected end of JSON input",
      })
  void aBrokenTextIsDescribedInGosWords(String text, String why) {
    assertThat(GoJson.syntaxError(text.getBytes(UTF_8))).contains(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        " [] ",
        "{}",
        "{\"a\":[1,-2.5e+3,{\"b\":null}],\"c\":\"\\u00e9\\n\"}",
        "0",
        "\"é\""
      })
  void aJsonTextIsNotComplainedAbout(String text) {
    assertThat(GoJson.syntaxError(text.getBytes(UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"b\":[1,{\"y\":null,\"x\":\"s\"}],\"a\":true}|map[a:true b:[1 map[x:s y:<nil>]]]",
        "[1.5,0.00001,1000000.0,123456.0,-2.5e10]|[1.5 1e-05 1e+06 123456 -2.5e+10]",
      })
  void valuesPrintAsGosFmtPrintsThem(String json, String printed) {
    assertThat(GoText.plain(Json.parse(json.getBytes(UTF_8)))).isEqualTo(printed);
  }
}

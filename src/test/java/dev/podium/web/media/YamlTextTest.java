package dev.podium.web.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class YamlTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "web|web",
        "y|\"y\"",
        "true|\"true\"",
        "``|\"\"",
        "~|\"~\"",
        "42|\"42\"",
        "0x1F|\"0x1F\"",
        "1e3|\"1e3\"",
        "1.2.3|1.2.3",
        "10:30|\"10:30\"",
        "2026-01-02|\"2026-01-02\"",
        "2026-01-02T03:04:05Z|\"2026-01-02T03:04:05Z\"",
        "100m|100m",
        "a: b|'a: b'",
        "a:b|a:b",
        "a #b|'a #b'",
        "a#b|a#b",
        "- a|'- a'",
        "-a|-a",
        "{a}|'{a}'",
        "it's|it's",
        "'it|'''it'",
        "` x`|' x'",
        "say \"hi\"|say \"hi\"",
        "*|'*'",
        "a\\b|a\\b"
      })
  void stringsAreQuotedOnlyWhereTheyMustBe(String text, String yaml) {
    assertThat(YamlText.of(JsonObject.of("k", text))).isEqualTo("k: " + yaml + "\n");
  }

  @Test
  void tabsAndOtherControlsAreEscaped() {
    assertThat(YamlText.of(JsonObject.of("k", "a\tb\u0001"))).isEqualTo("k: \"a\\tb\\x01\"\n");
  }

  @Test
  void keysAreSortedAndListsAreNotIndented() {
    JsonObject object =
        Json.parseObject(
            "{\"z\":[{\"b\":1,\"a\":[\"x\",[1,2]]},{}],\"k10\":null,\"k9\":{},\"list\":[]}");
    assertThat(YamlText.of(object))
        .isEqualTo(
            """
            k9: {}
            k10: null
            list: []
            z:
            - a:
              - x
              - - 1
                - 2
              b: 1
            - {}
            """);
  }

  @Test
  void severalLinesAreWrittenAsABlock() {
    JsonObject object = JsonObject.of("a", "one\n  two\n", "b", "no end\nhere", "c", "x\n\n");
    assertThat(YamlText.of(object))
        .isEqualTo("a: |\n  one\n    two\nb: |-\n  no end\n  here\nc: |+\n  x\n\n");
  }

  @Test
  void longTextIsFoldedBehindColumnEighty() {
    String words = "word ".repeat(20).strip();
    assertThat(YamlText.of(JsonObject.of("message", words)))
        .isEqualTo(
            "message: " + "word ".repeat(15).strip() + "\n  " + "word ".repeat(5).strip() + "\n");
  }
}

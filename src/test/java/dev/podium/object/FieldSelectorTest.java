package dev.podium.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldSelectorTest {
  private static final Map<String, String> FIELDS =
      Map.of("metadata.name", "web", "type", "a=b,c\\d", "metadata.namespace", "ns");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                                  | true
          metadata.name=web                   | true
          metadata.name==web                  | true
          metadata.name!=web                  | false
          metadata.name=web,metadata.namespace!=ns | false
          ,metadata.name=web,                 | true
          absent=                             | true
          absent!=                            | false
          absent!=x                           | true
          type=a\\=b\\,c\\\\d                 | true
          """)
  void everyTermMustHold(String selector, boolean matches) {
    assertThat(
            FieldSelector.parse(selector).matches(field -> Optional.ofNullable(FIELDS.get(field))))
        .isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          metadata.name     | invalid selector: 'metadata.name'; can't understand 'metadata.name'
          a=b,metadata.name>a | invalid selector: 'a=b,metadata.name>a'; can't understand 'metadata.name>a'
          a=b=c             | invalid field selector: unescaped character in value: 61
          a=b\\c            | invalid field selector: invalid escape sequence: \\c
          a=b\\             | invalid field selector: invalid escape sequence: \\
          """)
  void refusesInUpstreamsWords(String selector, String message) {
    assertThatThrownBy(() -> FieldSelector.parse(selector))
        .isInstanceOf(ApiException.class)
        .hasMessage(message);
  }

  @Test
  void sortsItsTermsAndEscapesTheirValues() {
    assertThat(FieldSelector.parse("z!=1,a==b\\,c")).hasToString("a=b\\,c,z!=1");
    assertThat(FieldSelector.parse("a=x\\=y")).hasToString("a=x\\=y");
  }

  @Test
  void tellsTheOnlyValueAFieldMayHave() {
    FieldSelector selector = FieldSelector.parse("a=1,b!=2");
    assertThat(selector.requiredValue("a")).contains("1");
    assertThat(selector.requiredValue("b")).isEmpty();
  }
}

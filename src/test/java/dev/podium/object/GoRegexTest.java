package dev.podium.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoRegexTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "(a{100}){11} {11}",
        "((a{10}){10}){11} {11}",
        "(?:b|a{2,}){501} {501}",
        "([)]a{100}){11} {11}",
        "(a{500}b)+{3} {3}",
      })
  void repeatsNoMoreThanAThousandTimesAllTogether(String regex, String refused) {
    assertThatThrownBy(() -> GoRegex.compile(regex))
        .isInstanceOf(PatternSyntaxException.class)
        .hasMessage("error parsing regexp: invalid repeat count: `" + refused + "`");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{1000}",
        "(a{10}){100}",
        "a{1000}b{1000}",
        "(a{1000}){0}",
        "[(]{1000}[)]{2}",
        "[](a{1000}]{1000}",
        "\\(a{1000}\\){1000}",
        "\\Q(a{1000}){1000}\\E",
        "x{,5}",
        "[[:alpha:](]{999}",
        "",
      })
  void takesWhatGoTakes(String regex) {
    assertThat(GoRegex.compile(regex).pattern()).isEqualTo(regex);
  }

  @Test
  void nestsNoDeeperThanAThousandGroups() {
    assertThat(GoRegex.compile("(".repeat(1000) + ")".repeat(1000)).groupCount()).isEqualTo(1000);
    assertThatThrownBy(() -> GoRegex.compile("(".repeat(1001) + ")".repeat(1001)))
        .hasMessageStartingWith("error parsing regexp: expression nests too deeply: `(((");
  }
}

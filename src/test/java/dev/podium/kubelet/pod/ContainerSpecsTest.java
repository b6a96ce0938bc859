package dev.podium.kubelet.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContainerSpecsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$(A) and $(B)                | one and $(B)",
        "$$(A)                        | $(A)",
        "$$$(A)                       | $one",
        "$$$$(A)                      | $$(A)",
        "a=\"$$(dig x)\"; echo $${a} $$1 | a=\"$(dig x)\"; echo ${a} $1",
        "$(dig x) $A $                | $(dig x) $A $",
        "$(A                          | $(A",
      })
  void namesInParenthesesAreReplacedAndTwoDollarsAreOne(String text, String expanded) {
    assertThat(ContainerSpecs.expand(text, Map.of("A", "one"))).isEqualTo(expanded);
  }
}

package dev.podium.resources.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JobIndexesTest {
  @ParameterizedTest
  @CsvSource({"'', 0", "3, 1", "'0,2-5,7', 6"})
  void intervalsAreCounted(String text, long count) {
    assertThat(JobIndexes.parse(text, 10).count()).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a     | cannot convert string to integer for index: "a"
          10    | too large index: "10"
          1-2-3 | the fragment "1-2-3" violates the requirement that an index interval can have at most two parts separated by '-'
          3,2   | non-increasing order, previous: 3, current: 2
          4-4   | non-increasing order, previous: 4, current: 4
          """)
  void whatIsNoSetOfIndexesIsSaid(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobIndexes.parse(text, 10))
        .withMessage(message);
  }

  @Test
  void setsOverlapAtTheirFirstCommonIndex() {
    JobIndexes some = JobIndexes.parse("0-3,6", 10);

    assertThat(some.overlap(JobIndexes.parse("2-5", 10))).hasValue(2);
    assertThat(some.overlap(JobIndexes.parse("4,5,7", 10))).isEmpty();
  }
}

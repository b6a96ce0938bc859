package dev.podium.resources.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DifferenceTest {
  private static JsonObject json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  @Test
  void equalValuesDoNotDiffer() {
    assertThat(
            Difference.between(
                "io.k8s.api.core.v1.Toleration", json("{'key':'a'}"), json("{'key':'a'}")))
        .isEmpty();
  }

  @Test
  void aChangeStandsBetweenThreeLinesOfContext() {
    assertThat(
            Difference.between(
                "io.k8s.api.core.v1.Toleration",
                json("{'key':'a','effect':'NoExecute'}"),
                json("{'key':'a','effect':'NoSchedule','tolerationSeconds':5}")))
        .isEqualTo(
            """
            @@ -2,6 +2,6 @@
              "Key": "a",
              "Operator": "",
              "Value": "",
            - "Effect": "NoExecute",
            - "TolerationSeconds": null
            + "Effect": "NoSchedule",
            + "TolerationSeconds": 5
             }
            """);
  }

  @Test
  void changesFarApartHaveHunksOfTheirOwn() {
    List<String> old = numbers(0, 20);
    List<String> wanted =
        Stream.of(List.of("x"), numbers(1, 19), List.of("y", "z")).flatMap(List::stream).toList();

    assertThat(Difference.between(old, wanted))
        .isEqualTo(
            """
            @@ -1,4 +1,4 @@
            -0
            +x
             1
             2
             3
            @@ -17,4 +17,5 @@
             16
             17
             18
            -19
            +y
            +z
            """);
  }

  @Test
  void frequentLinesOfALongTextDoNotLeadItAstray() {
    List<String> old =
        IntStream.range(0, 150).boxed().flatMap(i -> Stream.of("{", "n" + i)).toList();
    List<String> wanted = Stream.concat(old.stream(), Stream.of("{", "more")).toList();

    assertThat(Difference.between(old, wanted))
        .isEqualTo("@@ -298,3 +298,5 @@\n n148\n {\n n149\n+{\n+more\n");
  }
}

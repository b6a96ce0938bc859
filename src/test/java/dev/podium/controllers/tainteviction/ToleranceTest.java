package dev.podium.controllers.tainteviction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToleranceTest {
  private static final JsonObject GONE = taint("gone");
  private static final JsonObject SLOW = taint("slow");

  @Test
  void whatBearsNoTaintGoesAtOnce() {
    assertThat(Tolerance.of(List.of(GONE), List.of())).isEqualTo(forSeconds(0));
    assertThat(Tolerance.of(List.of(GONE, SLOW), List.of(bearing("slow"))))
        .isEqualTo(forSeconds(0));
  }

  @Test
  void theShortestTimeCounts() {
    List<JsonObject> tolerations =
        List.of(
            bearing("gone").with("tolerationSeconds", 60),
            bearing("slow").with("tolerationSeconds", 20));
    assertThat(Tolerance.of(List.of(GONE, SLOW), tolerations)).isEqualTo(forSeconds(20));
  }

  @Test
  void withoutATimeItStaysForever() {
    assertThat(Tolerance.of(List.of(GONE), List.of(bearing("gone"))))
        .isEqualTo(new Tolerance.Forever());
    assertThat(Tolerance.of(List.of(), List.of())).isEqualTo(new Tolerance.Forever());
  }

  private static Tolerance forSeconds(long seconds) {
    return new Tolerance.For(Duration.ofSeconds(seconds));
  }

  private static JsonObject taint(String key) {
    return JsonObject.of("key", key, "value", "v", "effect", "NoExecute");
  }

  private static JsonObject bearing(String key) {
    return JsonObject.of("key", key, "operator", "Exists", "effect", "NoExecute");
  }
}

package dev.podium.controllers.podautoscaler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.controllers.podautoscaler.ScaleHistory.Decision;
import dev.podium.object.JsonObject;
import dev.podium.object.Yaml;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleHistoryTest {
  private static final Instant NOW = Instant.parse("2026-07-01T10:00:00Z");

  private final ScaleHistory history = new ScaleHistory();

  @ParameterizedTest
  @CsvSource({
    "1, 3, 3, DesiredWithinRange",
    "1, 9, 4, ScaleUpLimit",
    "5, 30, 10, ScaleUpLimit",
    "8, 30, 12, TooManyReplicas",
    "5, 1, 2, TooFewReplicas",
  })
  void withoutBehaviorOnePeriodDoublesAtMost(
      long current, long wanted, long result, String reason) {
    JsonObject spec = JsonObject.of("minReplicas", 2, "maxReplicas", 12);
    Decision decision = history.decide(spec, current, wanted, NOW);
    assertThat(decision.replicas()).isEqualTo(result);
    assertThat(decision.limited().reason()).isEqualTo(reason);
  }

  @Test
  void policiesCountWhatWasAddedInTheirPeriod() {
    JsonObject spec =
        spec("scaleUp: {policies: [{type: Pods, value: 3, periodSeconds: 60}]}, scaleDown: {}");
    assertThat(history.decide(spec, 2, 20, NOW).replicas()).isEqualTo(5);
    history.scaled(spec, 2, 5, NOW);
    Decision blocked = history.decide(spec, 5, 20, NOW.plusSeconds(30));
    assertThat(blocked.replicas()).isEqualTo(5);
    assertThat(blocked.limited().reason()).isEqualTo("ScaleUpLimit");
    assertThat(history.decide(spec, 5, 20, NOW.plusSeconds(61)).replicas()).isEqualTo(8);
  }

  @Test
  void theHighestRecommendationOfTheWindowHoldsBackTheWayDown() {
    JsonObject spec =
        spec(
            """
            scaleUp: {}, scaleDown: {stabilizationWindowSeconds: 60,
              policies: [{type: Percent, value: 50, periodSeconds: 15}]}\
            """);
    history.begin(8, NOW);
    Decision held = history.decide(spec, 8, 2, NOW.plusSeconds(15));
    assertThat(held.replicas()).isEqualTo(8);
    assertThat(held.able().reason()).isEqualTo("ScaleDownStabilized");
    Decision halved = history.decide(spec, 8, 2, NOW.plusSeconds(75));
    assertThat(halved.replicas()).isEqualTo(4);
    assertThat(halved.limited().reason()).isEqualTo("ScaleDownLimit");
  }

  @Test
  void aDisabledDirectionIsNotTaken() {
    JsonObject spec = spec("scaleUp: {}, scaleDown: {selectPolicy: Disabled}");
    assertThat(history.decide(spec, 8, 2, NOW).replicas()).isEqualTo(8);
  }

  private static JsonObject spec(String behavior) {
    String yaml = "{minReplicas: 1, maxReplicas: 50, behavior: {%s}}".formatted(behavior);
    return Yaml.parseObject(yaml.getBytes(StandardCharsets.UTF_8));
  }
}

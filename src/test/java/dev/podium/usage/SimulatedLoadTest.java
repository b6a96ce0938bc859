package dev.podium.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.object.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedLoadTest {
  @ParameterizedTest
  @CsvSource({
    "400m, 100000000, 300000000",
    "50%, 50000000, 150000000",
    "4, 1000000000, 500000000",
  })
  void whatAPodIsSaidToUseIsSharedByRequestsAndBoundByLimits(
      String usage, long first, long second) {
    ApiObject pod = pod("usage.podium.dev/cpu: '%s'".formatted(usage));
    assertThat(used(pod, OptionalLong.empty(), 1)).containsExactly(first, second);
  }

  @Test
  void aPodWithoutAnnotationsTakesItsShareOfTheLoad() {
    assertThat(used(pod(""), OptionalLong.of(40_000_000), 1))
        .containsExactly(10_000_000, 30_000_000);
  }

  @Test
  void anIdlePodUsesALittleOfWhatItRequestsAndTheSameAllThroughARound() {
    long[] used = used(pod("usage.podium.dev/cpu: much"), OptionalLong.empty(), 1);
    assertThat(used[0]).isBetween(3_000_000L, 5_000_000L);
    assertThat(used(pod(""), OptionalLong.empty(), 1)).isEqualTo(used);
  }

  @Test
  void whatProcessesSayThatTheyUseComesOnTopUnlessAnAnnotationSaysOtherwise() {
    assertThat(SimulatedLoad.CPU.of(pod(""), OptionalLong.empty(), 1, _ -> 50_000_000)[0])
        .isEqualTo(used(pod(""), OptionalLong.empty(), 1)[0] + 50_000_000);
    assertThat(SimulatedLoad.CPU.of(pod(""), OptionalLong.of(40_000_000), 1, _ -> 50_000_000))
        .containsExactly(10_000_000, 30_000_000);
  }

  private static long[] used(ApiObject pod, OptionalLong share, long round) {
    return SimulatedLoad.CPU.of(pod, share, round, _ -> 0);
  }

  private static ApiObject pod(String annotation) {
    String yaml =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, uid: u, annotations: {%s}}
        spec:
          containers:
          - {name: a, resources: {requests: {cpu: 100m}}}
          - {name: b, resources: {requests: {cpu: 300m}, limits: {cpu: 500m}}}
        """
            .formatted(annotation);
    return ApiObject.of(Yaml.parseObject(yaml.getBytes(StandardCharsets.UTF_8)));
  }
}

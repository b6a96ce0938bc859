package dev.podium.kubelet.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfinementTest {
  @ParameterizedTest
  @CsvSource({"0, 1", "20, 6", "100, 17", "500, 59", "1000, 100", "2000, 174"})
  void theWeightFollowsTheRequest(long milliCpu, long weight) {
    assertThat(of(OptionalLong.empty(), milliCpu).cpuWeight()).isEqualTo(weight);
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "20, 2000", "1500, 150000"})
  void theQuotaFollowsTheLimitButIsNeverTiny(long milliCpu, long quota) {
    assertThat(of(OptionalLong.of(milliCpu), 0).cpuMax()).isEqualTo(quota + " 100000");
  }

  @Test
  void withoutALimitThereIsNoQuota() {
    assertThat(of(OptionalLong.empty(), 100).cpuMax()).isEqualTo("max 100000");
  }

  private static Confinement of(OptionalLong limit, long request) {
    return new Confinement(OptionalLong.empty(), limit, request, 0, Privileges.USUAL, Map.of());
  }
}

package dev.podium.kubelet.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.kubelet.pod.DiskUse.Share;
import dev.podium.object.JsonObject;
import dev.podium.object.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageLimitsTest {
  private static final JsonObject SPEC =
      Yaml.parseObject(
          """
          volumes:
          - {name: v, emptyDir: {sizeLimit: "50"}}
          - {name: m, emptyDir: {sizeLimit: "50", medium: Memory}}
          containers:
          - {name: a, resources: {limits: {ephemeral-storage: "100"}}}
          - {name: b, resources: {limits: {ephemeral-storage: "200"}}}
          - {name: free}
          """
              .getBytes(StandardCharsets.UTF_8));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      emptyValue = "",
      value = {
        "60  | 200 | 0   | 0  | 0   | ``",
        "60  | 0   | 0   | 50 | 0   | ``",
        "0   | 0   | 0   | 0  | 999 | ``",
        "0   | 0   | 300 | 0  | 0   | ``",
        "60  | 0   | 0   | 51 | 0   | `Usage of EmptyDir volume \"v\" exceeds the limit \"50\". `",
        "0   | 0   | 301 | 0  | 0   | `Pod ephemeral local storage usage exceeds the total limit of containers 300. `",
        "101 | 0   | 0   | 0  | 0   | `Container a exceeded its local ephemeral storage limit \"100\". `",
        "0   | 201 | 0   | 0  | 0   | `Container b exceeded its local ephemeral storage limit \"200\". `",
      })
  void volumesArePutToTheirLimitsBeforeThePodAndItBeforeItsContainers(
      long a, long b, long free, long v, long m, String expected) {
    DiskUse use =
        new DiskUse(
            Map.of("a", new Share(a, 0), "b", new Share(0, b), "free", new Share(free, 0)),
            Map.of("v", v, "m", m),
            a + b + free + v);
    assertThat(StorageLimits.exceeded(SPEC, use).orElse("")).isEqualTo(expected);
  }
}

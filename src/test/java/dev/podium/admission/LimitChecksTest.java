package dev.podium.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.JsonObject;
import dev.podium.object.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitChecksTest {
  private static final String RANGE =
      """
      limits:
      - {type: Container, min: {cpu: 50m}, max: {cpu: 800m}, maxLimitRequestRatio: {cpu: "4"}}
      - {type: Pod, max: {cpu: "1"}}
      - {type: PersistentVolumeClaim, min: {storage: 1Gi}, max: {storage: 5Gi}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          {requests: {cpu: 100m}, limits: {cpu: 400m}} | ''
          {requests: {cpu: 2}, limits: {cpu: 2}} | [maximum cpu usage per Container is 800m, but limit is 2, maximum cpu usage per Pod is 1, but limit is 2]
          {requests: {cpu: 10m}, limits: {cpu: 300m}} | [minimum cpu usage per Container is 50m, but request is 10m, cpu max limit to request ratio per Container is 4, but provided ratio is 30.000000]
          {requests: {cpu: 100m}} | [maximum cpu usage per Container is 800m.  No limit is specified, cpu max limit to request ratio per Container is 4, but no limit is specified or limit is 0, maximum cpu usage per Pod is 1.  No limit is specified]
          """)
  void containersAndPodsStayWithinBounds(String resources, String expected) {
    JsonObject pod = yaml("containers: [{name: c, resources: " + quoted(resources) + "}]");

    assertThat(LimitChecks.joined(LimitChecks.ofPod(yaml(RANGE), pod))).isEqualTo(expected);
  }

  @Test
  void containersOfAPodCountTogether() {
    JsonObject pod =
        yaml(
            """
            containers:
            - {name: x, resources: {requests: {cpu: 700m}, limits: {cpu: 700m}}}
            - {name: y, resources: {requests: {cpu: 700m}, limits: {cpu: 700m}}}
            """);

    assertThat(LimitChecks.ofPod(yaml(RANGE), pod))
        .containsExactly("maximum cpu usage per Pod is 1, but limit is 1400m");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          500Mi | minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 500Mi
          6Gi | maximum storage usage per PersistentVolumeClaim is 5Gi, but request is 6Gi
          2Gi | ''
          """)
  void claimsStayWithinBounds(String size, String expected) {
    JsonObject claim = yaml("resources: {requests: {storage: " + size + "}}");

    assertThat(String.join("", LimitChecks.ofClaim(yaml(RANGE), claim))).isEqualTo(expected);
  }

  @Test
  void theSameFailureIsToldOnce() {
    assertThat(LimitChecks.joined(List.of("a", "a"))).isEqualTo("a");
  }

  private static String quoted(String resources) {
    return resources.replace("cpu: 2", "cpu: \"2\"");
  }

  private static JsonObject yaml(String text) {
    return Yaml.parseObject(text.getBytes(StandardCharsets.UTF_8));
  }
}

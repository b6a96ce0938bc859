package dev.podium.resources.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.KindApi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AutoscalersTest {
  private static final String TARGET =
      "'scaleTargetRef':{'apiVersion':'apps/v1','kind':'Deployment','name':'d'}";

  private final KindApi api = new KindApi();

  private ApiObject autoscaler(String version, String spec) {
    return api.create(
        "{'apiVersion':'autoscaling/%s','kind':'HorizontalPodAutoscaler','metadata':{'name':'w'},"
            + "'spec':{%s}}",
        version, spec);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      delimiter = '|',
      textBlock =
          """
          'maxReplicas':4,'minReplicas':5 | spec.maxReplicas: Invalid value: 4: must be greater than or equal to `minReplicas`
          'maxReplicas':4,'metrics':[{'type':'Pods','pods':{'metric':{'name':''},'target':{'type':'Value','value':'1'}}}] | spec.metrics[0].pods.metric.name: Required value: must specify a metric name;spec.metrics[0].pods.target.averageValue: Required value: must specify a positive target averageValue
          'maxReplicas':4,'behavior':{'scaleDown':{'selectPolicy':'Odd','policies':[{'type':'Pods','value':1,'periodSeconds':1}]}} | spec.behavior.scaleDown.selectPolicy: Unsupported value: "Odd": supported values: "Disabled", "Max", "Min"
          """)
  void autoscalersAreCheckedInUpstreamsWords(String spec, String errors) {
    assertThat(KindApi.refusal(() -> autoscaler("v2", TARGET + "," + spec)))
        .containsExactly(errors.split(";"));
  }

  @Test
  void anAutoscalerThatSaysNothingAimsAtCpu() {
    ApiObject made = autoscaler("v2", TARGET + ",'maxReplicas':4");

    assertThat(made.spec().integer("minReplicas")).isEqualTo(1);
    assertThat(made.spec().objects("metrics"))
        .containsExactly(
            JsonObject.of(
                "type",
                "Resource",
                "resource",
                JsonObject.of(
                    "name",
                    "cpu",
                    "target",
                    JsonObject.of("type", "Utilization", "averageUtilization", 80))));
  }

  @Test
  void theFirstVersionShowsItsOneTarget() {
    ApiObject made =
        autoscaler("v1", TARGET + ",'maxReplicas':4,'targetCPUUtilizationPercentage':70");

    assertThat(api.get("autoscaling/v1", made).spec().integer("targetCPUUtilizationPercentage"))
        .isEqualTo(70);
    assertThat(
            api.get("autoscaling/v2", made)
                .spec()
                .objects("metrics")
                .getFirst()
                .integer("resource", "target", "averageUtilization"))
        .isEqualTo(70);
  }

  @Test
  void whatTheFirstVersionCannotSayStandsInAnnotations() {
    ApiObject made =
        autoscaler(
            "v2",
            TARGET
                + ",'maxReplicas':4,'metrics':[{'type':'Pods','pods':{'metric':{'name':'m'},"
                + "'target':{'type':'AverageValue','averageValue':'5'}}}]");

    ApiObject first = api.get("autoscaling/v1", made);

    assertThat(first.annotations()).containsKey("autoscaling.alpha.kubernetes.io/metrics");
    assertThat(first.spec().has("metrics")).isFalse();
    assertThat(api.cells(made))
        .isEqualTo(List.of("w", "Deployment/d", "<unknown>/5", "1", 4L, 0L, "0s"));
  }
}

package dev.podium.kubelet.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.object.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeAdmissionTest {
  private static final ApiObject NODE =
      object(
          """
          metadata: {name: worker, labels: {disk: ssd}}
          spec: {taints: [{key: maintenance, effect: NoExecute}, {key: new, effect: NoSchedule}]}
          status: {allocatable: {cpu: "2", memory: 1Gi, pods: "3", example.com/chip: "1"}}
          """);
  private static final String TOLERANT = "tolerations: [{operator: Exists}], ";
  private static final ApiObject NEIGHBOUR =
      pod(
          TOLERANT
              + "containers: [{resources: {requests: {cpu: 1500m}}, ports: [{hostPort: 80,"
              + " protocol: TCP}]}]");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "containers: [{resources: {requests: {cpu: 600m}}}]|OutOfcpu|Node didn't have enough resource: cpu, requested: 600, used: 1500, capacity: 2000",
        "containers: [{resources: {requests: {example.com/chip: 2}}}]|OutOfexample.com/chip|Node didn't have enough resource: example.com/chip, requested: 2, used: 0, capacity: 1",
        "nodeSelector: {disk: hdd}, containers: []|NodeAffinity|Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
        "containers: [{ports: [{hostPort: 80, protocol: TCP}]}]|NodePorts|Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
      })
  void aPodThatDoesNotFitIsRejectedInTheKubeletsWords(String spec, String reason, String message) {
    assertThat(NodeAdmission.check(pod(TOLERANT + spec), NODE, List.of(NEIGHBOUR)))
        .contains(new NodeAdmission.Rejection(reason, message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "containers: [{resources: {requests: {cpu: 500m, example.com/clusterwide: 5}}}]",
        "nodeSelector: {disk: ssd}, containers: [{ports: [{hostPort: 80, protocol: UDP}]}]",
      })
  void aPodThatFitsIsRun(String spec) {
    assertThat(NodeAdmission.check(pod(TOLERANT + spec), NODE, List.of(NEIGHBOUR))).isEmpty();
  }

  @Test
  void onlyTaintsThatExpelPodsMatterToAKubelet() {
    assertThat(NodeAdmission.check(pod("containers: []"), NODE, List.of()))
        .map(NodeAdmission.Rejection::reason)
        .contains("TaintToleration");
    String expelled = "tolerations: [{key: maintenance, operator: Exists}], containers: []";
    assertThat(NodeAdmission.check(pod(expelled), NODE, List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "securityContext: {sysctls: [{name: kernel.msgmax, value: '1'}]}|SysctlForbidden",
        "os: {name: windows}|PodOSNotSupported",
      })
  void someThingsNoNodeRuns(String spec, String reason) {
    assertThat(NodeAdmission.check(pod(spec)))
        .map(NodeAdmission.Rejection::reason)
        .contains(reason);
  }

  private static ApiObject pod(String spec) {
    return object("metadata: {name: p}\nspec: {" + spec + "}");
  }

  private static ApiObject object(String yaml) {
    return ApiObject.of(Yaml.parseObject(yaml.getBytes(StandardCharsets.UTF_8)));
  }
}

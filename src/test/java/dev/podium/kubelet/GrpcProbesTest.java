package dev.podium.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.JsonObject;
import dev.podium.runtime.Simulation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What kubelets learn when they ask containers by gRPC.
class GrpcProbesTest {
  private final Simulation cluster = new Simulation();
  private final SimulatedNodes nodes = SimulatedNodes.register(cluster, 2);

  @BeforeEach
  void twoNodes() {
    cluster.settle();
  }

  @AfterEach
  void end() {
    nodes.close();
    cluster.close();
  }

  @Test
  void aServerIsReadyAsLongAsItSaysSo() {
    pod(
        "image: registry.k8s.io/e2e-test-images/agnhost:2.59, args: [grpc-health-checking,"
            + " --delay-unhealthy-sec=20], readinessProbe: {grpc: {port: 5000}, periodSeconds: 2}");
    cluster.advance(Duration.ofSeconds(10));
    assertThat(container().bool("ready")).isTrue();
    cluster.advance(Duration.ofSeconds(30));
    assertThat(container().bool("ready")).isFalse();
    assertThat(messages())
        .contains("Readiness probe failed: service unhealthy (responded with \"NOT_SERVING\")");
  }

  @Test
  void aServerThatIsNotWellIsBegunAnew() {
    pod(
        "image: registry.k8s.io/e2e-test-images/agnhost:2.59, args: [grpc-health-checking,"
            + " --delay-unhealthy-sec=10], livenessProbe: {grpc: {port: 5000}, periodSeconds: 5,"
            + " failureThreshold: 1}");
    cluster.advance(Duration.ofSeconds(20));
    assertThat(container().integer("restartCount")).isEqualTo(1);
  }

  @Test
  void etcdSaysThatItIsWell() {
    pod(
        "image: 'registry.k8s.io/etcd:3.5.1-0', command: [/usr/local/bin/etcd, --data-dir,"
            + " /var/lib/etcd, --listen-client-urls, 'http://0.0.0.0:2379', --advertise-client-urls,"
            + " 'http://127.0.0.1:2379'], livenessProbe: {grpc: {port: 2379}, periodSeconds: 3}");
    cluster.advance(Duration.ofSeconds(30));
    assertThat(container().integer("restartCount")).isZero();
    assertThat(messages()).noneMatch(message -> message.contains("probe failed"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nginx | | 80, service: a | timeout: failed to connect service \"%s:80\" within 2s: context deadline exceeded",
        "nginx | | 81 | timeout: failed to connect service \"%s:81\" within 2s: context deadline exceeded",
        "redis | | 6379 | timeout: failed to connect service \"%s:6379\" within 2s: context deadline exceeded",
        "registry.k8s.io/e2e-test-images/agnhost:2.59 | grpc-health-checking | 5000, service: other | error: health rpc probe failed: rpc error: code = NotFound desc = unknown service",
      })
  void whatIsNotWellIsSaidInTheKubeletsWords(
      String image, String argument, String grpc, String expected) {
    String args = argument == null ? "" : ", args: [" + argument + "]";
    pod(
        "image: '%s'%s, readinessProbe: {grpc: {port: %s}, timeoutSeconds: 2, periodSeconds: 5}"
            .formatted(image, args, grpc));
    cluster.advance(Duration.ofSeconds(20));
    String address = cluster.get(Kinds.POD, "p").status().string("podIP");
    assertThat(messages()).contains("Readiness probe failed: " + expected.formatted(address));
  }

  private void pod(String container) {
    cluster.create(
        "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: worker-1,"
            + " terminationGracePeriodSeconds: 1, containers: [{name: c, %s}]}}"
                .formatted(container));
    cluster.advance(Duration.ofSeconds(4));
  }

  private JsonObject container() {
    return cluster.get(Kinds.POD, "p").status().objects("containerStatuses").getFirst();
  }

  private List<String> messages() {
    return cluster.list(Kinds.EVENT).stream().map(event -> event.root().string("message")).toList();
  }
}

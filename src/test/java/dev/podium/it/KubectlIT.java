package dev.podium.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// What a new user types first, with every kubectl that can be found.
@ParameterizedClass(name = "{0}")
@MethodSource("dev.podium.it.Kubectl#required")
final class KubectlIT {
  @TempDir static Path directory;
  private static PodiumProcess podium;

  private final Kubectl kubectl;
  private final String namespace;

  KubectlIT(Path binary) {
    this.kubectl = new Kubectl(binary, podium.kubeconfig());
    this.namespace = Kubectl.namespace("it", binary);
  }

  @BeforeAll
  static void start() {
    podium = PodiumProcess.start(directory);
  }

  @AfterAll
  static void stopsAtOnceWithExitCodeZero() {
    assertThat(podium.stop()).isZero();
  }

  @Test
  void theCallerIsTheAdministrator() {
    assertThat(kubectl.run("kubectl auth can-i '*' '*'")).isEqualTo("yes\n");
  }

  @Test
  void objectsAreCreatedChangedReadAndDeleted() {
    String n = " -n " + namespace;
    kubectl.run("kubectl create namespace " + namespace);
    assertThat(kubectl.run("kubectl create configmap conf --from-literal=a=before" + n))
        .isEqualTo("configmap/conf created\n");
    assertThat(kubectl.run("kubectl get cm conf -o jsonpath='{.data.a}'" + n)).isEqualTo("before");
    assertThat(kubectl.run("kubectl edit cm conf" + n)).isEqualTo("configmap/conf edited\n");
    assertThat(kubectl.run("kubectl get cm conf -o yaml" + n)).contains("  a: after\n");
    assertThat(kubectl.run("kubectl label cm conf tier=web" + n))
        .isEqualTo("configmap/conf labeled\n");
    assertThat(kubectl.run("kubectl annotate cm conf note=x" + n))
        .startsWith("configmap/conf annotate");
    assertThat(kubectl.run("kubectl get cm -l tier=web -o name" + n)).isEqualTo("configmap/conf\n");
    for (String type : List.of("merge", "strategic")) {
      assertThat(
              kubectl.run(
                  "kubectl patch cm conf --type "
                      + type
                      + " -p '{\"data\":{\""
                      + type
                      + "\":\"1\"}}'"
                      + n))
          .isEqualTo("configmap/conf patched\n");
    }
    assertThat(
            kubectl.run(
                "kubectl patch cm conf --type json -p '[{\"op\":\"remove\",\"path\":\"/data/merge\"}]'"
                    + n))
        .isEqualTo("configmap/conf patched\n");
    assertThat(kubectl.run("kubectl get cm conf -o json" + n + " | kubectl replace -f -" + n))
        .isEqualTo("configmap/conf replaced\n");
    assertThat(kubectl.run("kubectl delete cm conf" + n)).contains("\"conf\" deleted");
    assertThat(kubectl.sh("kubectl get cm conf" + n).exit()).isEqualTo(1);
    kubectl.run("kubectl delete namespace " + namespace);
  }

  @Test
  void manifestsAreAppliedDiffedAndDryRun() {
    String file =
        "printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: s-%s, namespace: default}\\ndata: {p: %s}\\n'"
            .formatted(namespace, "'\"$P\"'");
    assertThat(kubectl.run("P=one; " + file + " | kubectl apply --dry-run=server -f -"))
        .isEqualTo("configmap/s-" + namespace + " created (server dry run)\n");
    assertThat(kubectl.run("P=one; " + file + " | kubectl apply -f -"))
        .isEqualTo("configmap/s-" + namespace + " created\n");
    assertThat(kubectl.run("P=one; " + file + " | kubectl apply -f -"))
        .isEqualTo("configmap/s-" + namespace + " unchanged\n");
    assertThat(kubectl.sh("P=two; " + file + " | kubectl diff -f -").exit()).isEqualTo(1);
    assertThat(kubectl.run("P=two; " + file + " | kubectl apply -f -"))
        .isEqualTo("configmap/s-" + namespace + " configured\n");
    kubectl.run("kubectl delete configmap s-" + namespace);
  }

  @Test
  void theApiExplainsItself() {
    assertThat(kubectl.run("kubectl api-resources")).contains("deployments").contains("apps/v1");
    assertThat(kubectl.run("kubectl api-versions")).contains("rbac.authorization.k8s.io/v1");
    assertThat(kubectl.run("kubectl explain pod.spec.containers.image"))
        .contains("KIND:       Pod");
    assertThat(kubectl.run("kubectl version")).contains("v1.36.2");
  }
}

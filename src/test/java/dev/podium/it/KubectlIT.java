package dev.podium.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
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
  private static final String GENERATORS =
      """
      namespace $SPACE
      configmap conf --from-literal=a=b
      secret generic plain --from-literal=a=b
      secret tls pair --cert=$PAIR.certificate --key=$PAIR.key
      secret docker-registry login --docker-server=r.example --docker-username=u --docker-password=p
      deployment web --image=nginx
      job once --image=busybox -- true
      cronjob often --image=busybox --schedule='*/5 * * * *' -- date
      service clusterip inside --tcp=80
      service nodeport outside --tcp=80
      service loadbalancer balanced --tcp=80
      service externalname alias --external-name=example.com
      ingress front --rule='www.example.com/*=inside:80'
      role reader --verb=get --resource=pods
      rolebinding readers --role=reader --user=ann
      clusterrole $SPACE --verb=get --resource=nodes
      clusterrolebinding $SPACE --clusterrole=$SPACE --user=ann
      serviceaccount sa
      quota few --hard=pods=9
      poddisruptionbudget most --selector=app=web --min-available=1
      priorityclass $SPACE --value=7\
      """;

  private static final String GENERATED =
      """
      namespace/$SPACE created
      configmap/conf created
      secret/plain created
      secret/pair created
      secret/login created
      deployment.apps/web created
      job.batch/once created
      cronjob.batch/often created
      service/inside created
      service/outside created
      service/balanced created
      service/alias created
      ingress.networking.k8s.io/front created
      role.rbac.authorization.k8s.io/reader created
      rolebinding.rbac.authorization.k8s.io/readers created
      clusterrole.rbac.authorization.k8s.io/$SPACE created
      clusterrolebinding.rbac.authorization.k8s.io/$SPACE created
      serviceaccount/sa created
      resourcequota/few created
      poddisruptionbudget.policy/most created
      priorityclass.scheduling.k8s.io/$SPACE created
      """;

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
    podium = PodiumProcess.start(directory, "--podium.pace=10");
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

  @Test
  void everyGeneratorCreatesItsObject() {
    String space = "made-" + namespace;
    String pair = directory.resolve(namespace).toString();
    for (String part : List.of("certificate", "key")) {
      kubectl.run(
          "kubectl config view --raw -o jsonpath='{.users[0].user.client-%1$s-data}'"
                  .formatted(part)
              + " | base64 -d > %s.%s".formatted(pair, part));
    }
    String made =
        GENERATORS
            .lines()
            .map(line -> "kubectl -n $SPACE create " + line)
            .collect(Collectors.joining(" && "));
    assertThat(kubectl.run("SPACE=" + space + "; PAIR=" + pair + "; " + made))
        .isEqualTo(GENERATED.replace("$SPACE", space));
    assertThat(kubectl.run("kubectl -n " + space + " create token sa"))
        .matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
  }

  @Test
  void wideTablesSayMore() {
    assertThat(kubectl.run("kubectl get nodes -o wide").lines().findFirst().orElse(""))
        .matches(
            "NAME +STATUS +ROLES +AGE +VERSION +INTERNAL-IP +EXTERNAL-IP +OS-IMAGE"
                + " +KERNEL-VERSION +CONTAINER-RUNTIME *");
    assertThat(kubectl.run("kubectl get svc kubernetes -o wide"))
        .matches(
            "NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\\(S\\) +AGE +SELECTOR *\n"
                + "kubernetes +ClusterIP +10.96.0.1 +<none> +443/TCP +\\S+ +<none> *\n");
    assertThat(kubectl.run("kubectl -n kube-system get deploy coredns -o wide"))
        .matches(
            "NAME +READY +UP-TO-DATE +AVAILABLE +AGE +CONTAINERS +IMAGES +SELECTOR *\n"
                + "coredns +\\d/2 +2 +\\d +\\S+ +coredns +\\S+/coredns:\\S+ +k8s-app=kube-dns *\n");
  }

  @Test
  void aWatchedPodGoesThroughItsStatuses() {
    String n = " -n watched-" + namespace;
    kubectl.run("kubectl create namespace watched-" + namespace);
    String nowhere = "'{\"spec\":{\"nodeSelector\":{\"no\":\"where\"}}}'";
    kubectl.run("kubectl run first --image=busybox --overrides=" + nowhere + n);
    try (Session watch = kubectl.start("get pods -w" + n)) {
      watch.awaits("first ");
      kubectl.run("kubectl run once --image=busybox --restart=Never" + n + " -- sleep 1");
      String seen = watch.awaits("Completed ");
      assertThat(
              seen.lines()
                  .filter(line -> line.startsWith("once "))
                  .map(line -> line.split(" +")[2])
                  .distinct())
          .containsExactly("Pending", "ContainerCreating", "Running", "Completed");
    }
  }
}

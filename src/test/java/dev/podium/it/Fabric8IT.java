package dev.podium.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The fabric8 client, as most Java tests and operators use it.
final class Fabric8IT {
  @TempDir static Path directory;
  private static PodiumProcess podium;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    podium = PodiumProcess.start(directory, "--podium.pace=10");
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(podium.kubeconfig().toFile()))
            .build();
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName("it").endMetadata().build())
        .create();
    await()
        .until(() -> client.serviceAccounts().inNamespace("it").withName("default").get() != null);
  }

  @AfterAll
  static void stop() {
    client.close();
    podium.close();
  }

  @Test
  void theVersionIsThatOfTheEmulatedCluster() {
    assertThat(client.getKubernetesVersion().getGitVersion()).startsWith("v1.36.");
  }

  @Test
  void informersSeeWhatIsAddedChangedAndDeleted() {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (SharedIndexInformer<ConfigMap> informer =
        client
            .configMaps()
            .inNamespace("it")
            .withLabel("test", "informer")
            .inform(new Told(seen))) {
      ConfigMap map = configMap("seen", Map.of("a", "1"));
      map.getMetadata().setLabels(Map.of("test", "informer"));
      client.resource(map).create();
      client.configMaps().inNamespace("it").withName("seen").edit(this::changed);
      client.configMaps().inNamespace("it").withName("seen").delete();
      await()
          .untilAsserted(() -> assertThat(seen).containsExactly("add 1", "update 1 2", "delete 2"));
      assertThat(informer.getStore().list()).isEmpty();
    }
  }

  private ConfigMap changed(ConfigMap map) {
    map.setData(Map.of("a", "2"));
    return map;
  }

  private record Told(List<String> seen) implements ResourceEventHandler<ConfigMap> {
    @Override
    public void onAdd(ConfigMap added) {
      seen.add("add " + added.getData().get("a"));
    }

    @Override
    public void onUpdate(ConfigMap old, ConfigMap updated) {
      seen.add("update " + old.getData().get("a") + " " + updated.getData().get("a"));
    }

    @Override
    public void onDelete(ConfigMap deleted, boolean finalStateUnknown) {
      seen.add("delete " + deleted.getData().get("a"));
    }
  }

  @Test
  void deploymentsBecomeReadyAndScale() {
    Deployment deployment = client.resource(deployment("web", 2)).create();
    assertThat(deployment.getSpec().getStrategy().getType()).isEqualTo("RollingUpdate");
    client
        .apps()
        .deployments()
        .inNamespace("it")
        .withName("web")
        .waitUntilReady(60, TimeUnit.SECONDS);
    client.apps().deployments().inNamespace("it").withName("web").scale(1);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> client.pods().inNamespace("it").withLabel("app", "web").list().getItems().size(),
            count -> count == 1);
    Pod pod = client.pods().inNamespace("it").withLabel("app", "web").list().getItems().getFirst();
    assertThat(pod.getStatus().getPodIP()).isNotEmpty();
    assertThat(pod.getMetadata().getOwnerReferences().getFirst().getKind()).isEqualTo("ReplicaSet");
  }

  @Test
  void commandsRunInContainersAndPortsAreForwarded() throws Exception {
    client.resource(pod("shell")).create();
    PodResource pod = client.pods().inNamespace("it").withName("shell");
    pod.waitUntilReady(60, TimeUnit.SECONDS);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (ExecWatch run = pod.writingOutput(said).exec("echo", "hello")) {
      assertThat(run.exitCode().get(30, TimeUnit.SECONDS)).isZero();
    }
    assertThat(said).hasToString("hello\n");
    try (LocalPortForward forward = pod.portForward(80);
        HttpClient http = HttpClient.newHttpClient()) {
      URI page = URI.create("http://127.0.0.1:" + forward.getLocalPort() + "/");
      HttpRequest request =
          HttpRequest.newBuilder(page).version(HttpClient.Version.HTTP_1_1).build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  private static Pod pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("it")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("web")
        .withImage("nginx:1.27")
        .endContainer()
        .endSpec()
        .build();
  }

  @Test
  void serverSideApplyMergesAndRefusesWhatOthersOwn() {
    ConfigMap mine = configMap("shared", Map.of("mine", "1"));
    ConfigMap yours = configMap("shared", Map.of("yours", "1"));
    client.resource(mine).patch(applyAs("mine", false));
    ConfigMap both = client.resource(yours).patch(applyAs("yours", false));
    assertThat(both.getData()).isEqualTo(Map.of("mine", "1", "yours", "1"));
    ConfigMap conflicting = configMap("shared", Map.of("mine", "2"));
    assertThatThrownBy(() -> client.resource(conflicting).patch(applyAs("yours", false)))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            e ->
                assertThat(e.getStatus().getMessage())
                    .isEqualTo("Apply failed with 1 conflict: conflict with \"mine\": .data.mine"));
    ConfigMap taken = client.resource(conflicting).patch(applyAs("yours", true));
    assertThat(taken.getData()).isEqualTo(Map.of("mine", "2"));
  }

  private static PatchContext applyAs(String manager, boolean force) {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(manager)
        .withForce(force)
        .build();
  }

  @Test
  void anInvalidObjectIsRefusedInTheServersWords() {
    Deployment deployment = deployment("Not_A_Name", -1);
    assertThatThrownBy(() -> client.resource(deployment).create())
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(422);
              assertThat(e.getStatus().getDetails().getCauses())
                  .extracting("field")
                  .contains("metadata.name", "spec.replicas");
            });
  }

  @Test
  void anotherLeaderIsElectedWhenOneSteps() throws Exception {
    List<String> leaders = new CopyOnWriteArrayList<>();
    CompletableFuture<?> first = elect("one", leaders);
    await().until(() -> leaders.contains("one leads"));
    CompletableFuture<?> second = elect("two", leaders);
    first.cancel(true);
    await().atMost(Duration.ofSeconds(20)).until(() -> leaders.contains("two leads"));
    assertThat(leaders).containsSubsequence("one leads", "two leads");
    assertThat(client.leases().inNamespace("it").withName("lock").get().getSpec())
        .satisfies(spec -> assertThat(spec.getHolderIdentity()).isEqualTo("two"));
    second.cancel(true);
  }

  private static CompletableFuture<?> elect(String name, List<String> leaders) {
    LeaderElector elector =
        client
            .leaderElector()
            .withConfig(
                new LeaderElectionConfigBuilder()
                    .withName(name)
                    .withLock(new LeaseLock("it", "lock", name))
                    .withLeaseDuration(Duration.ofSeconds(3))
                    .withRenewDeadline(Duration.ofSeconds(2))
                    .withRetryPeriod(Duration.ofMillis(200))
                    .withReleaseOnCancel(true)
                    .withLeaderCallbacks(
                        new LeaderCallbacks(
                            () -> leaders.add(name + " leads"),
                            () -> leaders.add(name + " stepped down"),
                            _ -> {}))
                    .build())
            .build();
    return elector.start();
  }

  private static ConfigMap configMap(String name, Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("it")
        .endMetadata()
        .withData(data)
        .build();
  }

  private static Deployment deployment(String name, int replicas) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("it")
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .addToMatchLabels("app", "web")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "web")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("web")
        .withImage("nginx:1.27")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}

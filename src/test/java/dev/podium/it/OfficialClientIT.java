package dev.podium.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.reflect.TypeToken;
import io.kubernetes.client.ProtoClient;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.SharedIndexInformer;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1ListMeta;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.kubernetes.client.util.PatchUtils;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The official Java client, its protobuf side included.
final class OfficialClientIT {
  @TempDir static Path directory;
  private static PodiumProcess podium;
  private static ApiClient client;
  private static CoreV1Api core;

  @BeforeAll
  static void start() throws Exception {
    // Its messages were generated long ago, and say so of every type.
    System.setProperty("com.google.protobuf.use_unsafe_pre22_gencode", "true");
    podium = PodiumProcess.start(directory);
    try (Reader kubeconfig = Files.newBufferedReader(podium.kubeconfig())) {
      client = ClientBuilder.kubeconfig(KubeConfig.loadKubeConfig(kubeconfig)).build();
    }
    client.setReadTimeout(0);
    core = new CoreV1Api(client);
    core.createNamespace(new V1Namespace().metadata(new V1ObjectMeta().name("it"))).execute();
  }

  @AfterAll
  static void stop() {
    podium.close();
  }

  private static String name(V1ConfigMap map) {
    return Objects.requireNonNull(Objects.requireNonNull(map.getMetadata()).getName());
  }

  private static V1ListMeta meta(V1ConfigMapList list) {
    return Objects.requireNonNull(list.getMetadata());
  }

  @Test
  void listsArePagedWithContinueTokens() throws Exception {
    for (int i = 0; i < 5; i++) {
      core.createNamespacedConfigMap("it", map("page-" + i).metadata(meta("page-" + i, "page")))
          .execute();
    }
    V1ConfigMapList first =
        core.listNamespacedConfigMap("it").labelSelector("test=page").limit(3).execute();
    V1ConfigMapList second =
        core.listNamespacedConfigMap("it")
            .labelSelector("test=page")
            .limit(3)
            ._continue(meta(first).getContinue())
            .execute();
    assertThat(first.getItems()).hasSize(3);
    assertThat(second.getItems()).extracting(OfficialClientIT::name).contains("page-4");
    assertThat(meta(second).getContinue()).isNullOrEmpty();
  }

  @Test
  void aWatchTellsWhatHappensFromAVersionOn() throws Exception {
    String version = meta(core.listNamespacedConfigMap("it").execute()).getResourceVersion();
    core.createNamespacedConfigMap("it", map("told").metadata(meta("told", "watch"))).execute();
    core.deleteNamespacedConfigMap("told", "it").execute();
    try (Watch<V1ConfigMap> watch =
        Watch.createWatch(
            client,
            core.listNamespacedConfigMap("it")
                .resourceVersion(version)
                .labelSelector("test=watch")
                .watch(true)
                .buildCall(null),
            new TypeToken<Watch.Response<V1ConfigMap>>() {}.getType())) {
      assertThat(watch.next().type).isEqualTo("ADDED");
      assertThat(watch.next().type).isEqualTo("DELETED");
    }
  }

  @Test
  void informersKeepACacheOfWhatIsThere() {
    SharedInformerFactory factory = new SharedInformerFactory(client);
    List<String> seen = new CopyOnWriteArrayList<>();
    SharedIndexInformer<V1ConfigMap> informer =
        factory.sharedIndexInformerFor(
            new GenericKubernetesApi<>(
                V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client),
            V1ConfigMap.class,
            0,
            "it");
    informer.addEventHandler(new Told(seen));
    factory.startAllRegisteredInformers();
    await().until(informer::hasSynced);
    GenericKubernetesApi<V1ConfigMap, V1ConfigMapList> maps =
        new GenericKubernetesApi<>(
            V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client);
    assertThat(maps.create(map("cached")).isSuccess()).isTrue();
    await().until(() -> seen.contains("add cached"));
    assertThat(maps.delete("it", "cached").isSuccess()).isTrue();
    await().atMost(Duration.ofSeconds(10)).until(() -> seen.contains("delete cached"));
    factory.stopAllRegisteredInformers();
  }

  private record Told(List<String> seen) implements ResourceEventHandler<V1ConfigMap> {
    @Override
    public void onAdd(V1ConfigMap added) {
      seen.add("add " + name(added));
    }

    @Override
    public void onUpdate(V1ConfigMap old, V1ConfigMap updated) {
      seen.add("update " + name(updated));
    }

    @Override
    public void onDelete(V1ConfigMap deleted, boolean finalStateUnknown) {
      seen.add("delete " + name(deleted));
    }
  }

  @Test
  void applyMakesAndRefusesWhatAnotherManagerOwns() throws Exception {
    assertThat(apply("one", "1").getData()).isEqualTo(Map.of("a", "1"));
    assertThatThrownBy(() -> apply("two", "2"))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.getCode()).isEqualTo(409));
  }

  private static V1ConfigMap apply(String manager, String value) throws ApiException {
    String config =
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"applied\"},"
            + "\"data\":{\"a\":\""
            + value
            + "\"}}";
    return PatchUtils.patch(
        V1ConfigMap.class,
        () ->
            core.patchNamespacedConfigMap("applied", "it", new V1Patch(config))
                .fieldManager(manager)
                .buildCall(null),
        V1Patch.PATCH_FORMAT_APPLY_YAML,
        client);
  }

  @Test
  void objectsTravelAsProtobuf() throws Exception {
    ProtoClient proto = new ProtoClient(client);
    V1.ConfigMap map =
        V1.ConfigMap.newBuilder()
            .setMetadata(Meta.ObjectMeta.newBuilder().setName("proto").setNamespace("it"))
            .putData("a", "1")
            .build();
    ProtoClient.ObjectOrStatus<V1.ConfigMap> created =
        proto.create(map, "/api/v1/namespaces/it/configmaps", "v1", "ConfigMap");
    assertThat(created.status).isNull();
    assertThat(created.object.getMetadata().getUid()).isNotEmpty();
    ProtoClient.ObjectOrStatus<V1.PodList> pods =
        proto.list(V1.PodList.newBuilder(), "/api/v1/namespaces/kube-system/pods");
    assertThat(pods.object.getItemsList())
        .allSatisfy(pod -> assertThat(pod.getSpec().getContainersCount()).isPositive())
        .isNotEmpty();
    ProtoClient.ObjectOrStatus<V1.ConfigMap> again =
        proto.create(map, "/api/v1/namespaces/it/configmaps", "v1", "ConfigMap");
    assertThat(again.status.getReason()).isEqualTo("AlreadyExists");
  }

  private static V1ConfigMap map(String name) {
    return new V1ConfigMap()
        .apiVersion("v1")
        .kind("ConfigMap")
        .metadata(meta(name, "none"))
        .data(Map.of("a", "1"));
  }

  private static V1ObjectMeta meta(String name, String test) {
    return new V1ObjectMeta().name(name).namespace("it").labels(Map.of("test", test));
  }
}

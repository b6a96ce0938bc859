package dev.podium.controllers.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.controllers.scheduler.Scheduler;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.runtime.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProvisioningTest {
  private final Simulation cluster = new Simulation();

  @BeforeEach
  void begin() {
    var loops = cluster.loops();
    ClaimBinder.register(loops, cluster.user(), cluster.clock());
    ClaimProtection.registerClaims(loops, cluster.user());
    ClaimProtection.registerVolumes(loops, cluster.user());
    ClaimExpansion.register(loops, cluster.user(), cluster.clock());
    LocalProvisioner.register(loops, cluster.user(), cluster.clock());
    Scheduler.register(loops, cluster.user(), cluster.clock(), new Random(3));
    for (String node : List.of("a", "b")) {
      cluster.create(
          """
          apiVersion: v1
          kind: Node
          metadata: {name: %s, labels: {kubernetes.io/hostname: %s}}
          status: {allocatable: {cpu: 4, memory: 8Gi, pods: 10}}
          """
              .formatted(node, node));
      ready(node);
    }
  }

  private void ready(String node) {
    cluster
        .user()
        .updateStatus(
            Kinds.NODE,
            "",
            node,
            found ->
                found.editStatus(status ->
                    status.set(
                        "allocatable", JsonObject.of("cpu", "4", "memory", "8Gi", "pods", "10"))));
    cluster
        .user()
        .update(Kinds.NODE, "", node, found -> found.editSpec(spec -> spec.remove("taints")));
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void aClaimThatWaitsForItsConsumerGetsAVolumeOnTheConsumersNode() {
    storageClass("volumeBindingMode: WaitForFirstConsumer");
    claim("data", "1Gi");
    cluster.advance(Duration.ofSeconds(5));
    assertThat(phase("data")).isEqualTo("Pending");
    pod("user", "data");
    cluster.advance(Duration.ofSeconds(5));
    assertThat(phase("data")).isEqualTo("Bound");
    String node = cluster.get(Kinds.POD, "user").spec().string("nodeName");
    assertThat(node).isNotEmpty();
    JsonObject term =
        volume().spec().objects("nodeAffinity", "required", "nodeSelectorTerms").getFirst();
    assertThat(term.objects("matchExpressions").getFirst().strings("values")).containsExactly(node);
    assertThat(reasons("data"))
        .contains(
            "WaitForFirstConsumer",
            "ExternalProvisioning",
            "Provisioning",
            "ProvisioningSucceeded");
  }

  @Test
  void aVolumeGoesWithItsClaimUnlessItIsToBeKept() {
    storageClass("reclaimPolicy: Delete");
    claim("data", "1Gi");
    cluster.advance(Duration.ofSeconds(5));
    cluster.delete(Kinds.PERSISTENT_VOLUME_CLAIM, "data");
    cluster.advance(Duration.ofSeconds(1));
    assertThat(cluster.user().list(Kinds.PERSISTENT_VOLUME, "")).isEmpty();

    cluster.user().delete(Kinds.STORAGE_CLASS, "", "fast", DeleteOptions.NONE);
    storageClass("reclaimPolicy: Retain");
    claim("data", "1Gi");
    cluster.advance(Duration.ofSeconds(5));
    cluster.delete(Kinds.PERSISTENT_VOLUME_CLAIM, "data");
    cluster.advance(Duration.ofSeconds(1));
    assertThat(volume().status().string("phase")).isEqualTo("Released");
  }

  @Test
  void aReleasedDirectoryOutsideTmpCannotBeDeleted() {
    cluster.create(
        """
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: mine}
        spec:
          capacity: {storage: 1Gi}
          accessModes: [ReadWriteOnce]
          persistentVolumeReclaimPolicy: Delete
          storageClassName: fast
          hostPath: {path: /srv/x}
        """);
    claim("data", "1Gi");
    cluster.advance(Duration.ofSeconds(1));
    assertThat(phase("data")).isEqualTo("Bound");
    cluster.delete(Kinds.PERSISTENT_VOLUME_CLAIM, "data");
    cluster.advance(Duration.ofSeconds(1));
    assertThat(volume().status().string("phase")).isEqualTo("Failed");
    assertThat(volume().status().string("message"))
        .isEqualTo("host_path deleter only supports /tmp/.+ but received provided /srv/x");
  }

  @Test
  void aVolumeThatComesLaterIsTakenWhenClaimsAreLookedAtAgain() {
    claim("data", "1Gi");
    cluster.advance(Duration.ofSeconds(2));
    cluster.create(
        "{apiVersion: v1, kind: PersistentVolume, metadata: {name: late}, spec: {storageClassName:"
            + " fast, capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /x}}}");
    cluster.advance(Duration.ofSeconds(5));
    assertThat(phase("data")).isEqualTo("Pending");
    cluster.advance(Duration.ofSeconds(10));
    assertThat(phase("data")).isEqualTo("Bound");
  }

  @Test
  void aClaimThatLosesItsVolumeIsLost() {
    storageClass("reclaimPolicy: Delete");
    claim("data", "1Gi");
    cluster.advance(Duration.ofSeconds(5));
    ApiObject volume = volume();
    cluster
        .user()
        .update(
            Kinds.PERSISTENT_VOLUME,
            "",
            volume.name(),
            v -> v.editMetadata(metadata -> metadata.remove("finalizers")));
    cluster.user().delete(Kinds.PERSISTENT_VOLUME, "", volume.name(), DeleteOptions.NONE);
    cluster.advance(Duration.ofSeconds(1));
    assertThat(phase("data")).isEqualTo("Lost");
  }

  @Test
  void aClaimThatWaitsIsToldSoAgainEveryFifteenSecondsWhateverVolumesCome() {
    storageClass("volumeBindingMode: WaitForFirstConsumer");
    claim("data", "1Gi");
    cluster.advance(Duration.ofSeconds(5));
    cluster.create(
        "{apiVersion: v1, kind: PersistentVolume, metadata: {name: other}, spec: {storageClassName:"
            + " other, capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /x}}}");
    cluster.advance(Duration.ofSeconds(60));
    assertThat(cluster.list(Kinds.EVENT))
        .filteredOn(event -> event.root().string("reason").equals("WaitForFirstConsumer"))
        .singleElement()
        .satisfies(event -> assertThat(event.root().integer("count")).isEqualTo(5));
  }

  @Test
  void aGrownClaimWaitsForAPodToGrowItsFileSystem() {
    storageClass("allowVolumeExpansion: true");
    claim("data", "1Gi");
    cluster.advance(Duration.ofSeconds(5));
    cluster.update(
        Kinds.PERSISTENT_VOLUME_CLAIM,
        "data",
        claim ->
            claim.editSpec(
                spec -> spec.object("resources").object("requests").set("storage", "2Gi")));
    cluster.advance(Duration.ofSeconds(5));
    JsonObject status = cluster.get(Kinds.PERSISTENT_VOLUME_CLAIM, "data").status();
    assertThat(status.string("capacity", "storage")).isEqualTo("1Gi");
    assertThat(status.objects("conditions").getFirst().string("type"))
        .isEqualTo("FileSystemResizePending");
    pod("user", "data");
    cluster.updateStatus(Kinds.POD, "user", pod -> pod.editStatus(s -> s.set("phase", "Running")));
    cluster.advance(Duration.ofSeconds(1));
    status = cluster.get(Kinds.PERSISTENT_VOLUME_CLAIM, "data").status();
    assertThat(status.string("capacity", "storage")).isEqualTo("2Gi");
    assertThat(status.has("conditions")).isFalse();
  }

  private void storageClass(String more) {
    cluster.create(
        "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}, provisioner:"
            + " rancher.io/local-path, "
            + more
            + "}");
  }

  private void claim(String name, String size) {
    cluster.create(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: %s}
        spec: {storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: %s}}}
        """
            .formatted(name, size));
  }

  private void pod(String name, String claim) {
    cluster.create(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s}
        spec:
          containers: [{name: c, image: nginx}]
          volumes: [{name: v, persistentVolumeClaim: {claimName: %s}}]
        """
            .formatted(name, claim));
  }

  private String phase(String claim) {
    return cluster.get(Kinds.PERSISTENT_VOLUME_CLAIM, claim).status().string("phase");
  }

  private ApiObject volume() {
    return cluster.user().list(Kinds.PERSISTENT_VOLUME, "").getFirst();
  }

  private List<String> reasons(String about) {
    return cluster.list(Kinds.EVENT).stream()
        .map(ApiObject::root)
        .filter(event -> event.string("involvedObject", "name").equals(about))
        .map((JsonObject event) -> event.string("reason"))
        .toList();
  }
}

package dev.podium.controllers.garbagecollector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.registry.DeleteOptions.Propagation;
import dev.podium.runtime.Simulation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GarbageCollectorTest {
  private final Simulation cluster = new Simulation();
  private ApiObject owner;

  @BeforeEach
  void anOwnerWithADependent() {
    GarbageCollector.register(cluster.loops(), cluster.user());
    owner = configMap("owner", "");
    configMap("dependent", reference(owner, true));
    cluster.settle();
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void dependentsGoAfterTheirOwner() {
    delete(Propagation.BACKGROUND);
    assertThat(exists("owner")).isFalse();
    assertThat(exists("dependent")).isFalse();
  }

  @Test
  void aForegroundDeletionWaitsForWhatBlocksIt() {
    cluster
        .user()
        .update(
            Kinds.CONFIG_MAP,
            "default",
            "dependent",
            o -> o.editMetadata(m -> m.list("finalizers").add("example.com/wait")));
    delete(Propagation.FOREGROUND);
    assertThat(exists("owner")).isTrue();
    cluster
        .user()
        .update(
            Kinds.CONFIG_MAP,
            "default",
            "dependent",
            o -> o.editMetadata(m -> m.remove("finalizers")));
    cluster.settle();
    assertThat(exists("dependent")).isFalse();
    assertThat(exists("owner")).isFalse();
  }

  @Test
  void aCircleOfOwnersIsDeletedInTheForegroundToo() {
    ApiObject third =
        configMap("third", reference(dependent(), true).replace("name: owner", "name: dependent"));
    cluster
        .user()
        .update(
            Kinds.CONFIG_MAP,
            "default",
            "owner",
            o ->
                o.editMetadata(m ->
                    m.list("ownerReferences")
                        .add(
                            JsonObject.of(
                                "apiVersion", "v1",
                                "kind", "ConfigMap",
                                "name", "third",
                                "uid", third.uid(),
                                "blockOwnerDeletion", true))));
    cluster.settle();

    delete(Propagation.FOREGROUND);

    assertThat(exists("owner")).isFalse();
    assertThat(exists("dependent")).isFalse();
    assertThat(exists("third")).isFalse();
  }

  @Test
  void orphansLoseTheReferenceAndStay() {
    delete(Propagation.ORPHAN);
    assertThat(exists("owner")).isFalse();
    assertThat(dependent().ownerReferences()).isEmpty();
  }

  @Test
  void whoHasAnotherOwnerStaysAndForgetsTheOneThatIsGone() {
    ApiObject other = configMap("other", "");
    cluster
        .user()
        .update(
            Kinds.CONFIG_MAP,
            "default",
            "dependent",
            o ->
                o.editMetadata(m ->
                    m.list("ownerReferences")
                        .add(
                            dependent()
                                .ownerReferences()
                                .getFirst()
                                .with("name", "other")
                                .with("uid", other.uid()))));
    delete(Propagation.BACKGROUND);
    assertThat(dependent().ownerReferences())
        .singleElement()
        .satisfies(reference -> assertThat(reference.string("name")).isEqualTo("other"));
  }

  @Test
  void anOwnerOfThatNameButAnotherUidIsNone() {
    configMap(
        "stray",
        "ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: owner, uid: someone-else}]");
    cluster.settle();
    assertThat(exists("stray")).isFalse();
  }

  private void delete(Propagation propagation) {
    cluster
        .user()
        .delete(Kinds.CONFIG_MAP, "default", "owner", DeleteOptions.propagating(propagation));
    cluster.settle();
  }

  private boolean exists(String name) {
    return cluster.user().find(Kinds.CONFIG_MAP, "default", name).isPresent();
  }

  private ApiObject dependent() {
    return cluster.user().get(Kinds.CONFIG_MAP, "default", "dependent");
  }

  private ApiObject configMap(String name, String metadata) {
    return cluster.create(
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\n  " + metadata + "\n");
  }

  private static String reference(ApiObject owner, boolean blocks) {
    return "ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: owner, uid: "
        + owner.uid()
        + ", blockOwnerDeletion: "
        + blocks
        + "}]";
  }
}

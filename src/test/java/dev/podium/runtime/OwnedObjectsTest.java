package dev.podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OwnedObjectsTest {
  private static final LabelSelector WEB = LabelSelector.parse("app=web");

  private final Simulation cluster = new Simulation();
  private final Informer maps = cluster.loops().informer(Kinds.CONFIG_MAP);
  private final OwnedObjects owned = new OwnedObjects(cluster.user(), maps);
  private final ApiObject owner = cluster.user().create(named("owner"));

  @Test
  void adoptsWhatTheSelectorMeansAndNobodyControls() {
    create("orphan", "web");
    create("other", "db");
    assertThat(claim()).containsExactly("orphan");
    assertThat(get("orphan").ownerReferences())
        .containsExactly(OwnedObjects.controllerReference(owner));
    maps.refresh();
    long before = cluster.revision();
    assertThat(claim()).as("nothing to do the second time").containsExactly("orphan");
    assertThat(cluster.revision()).isEqualTo(before);
  }

  @Test
  void releasesWhatTheSelectorNoLongerMeans() {
    create("orphan", "web");
    claim();
    cluster.update(
        Kinds.CONFIG_MAP,
        "orphan",
        map -> map.editMetadata(metadata -> metadata.object("labels").set("app", "db")));
    assertThat(claim()).isEmpty();
    assertThat(get("orphan").metadata().has("ownerReferences")).isFalse();
  }

  @Test
  void leavesAloneWhatAnotherControls() {
    ApiObject other = cluster.user().create(named("someone-else"));
    cluster
        .user()
        .create(
            named("theirs")
                .editMetadata(metadata ->
                    metadata
                        .set("labels", JsonObject.of("app", "web"))
                        .set("ownerReferences", List.of(OwnedObjects.controllerReference(other)))));
    assertThat(claim()).isEmpty();
    assertThat(get("theirs").ownerReferences())
        .containsExactly(OwnedObjects.controllerReference(other));
  }

  @Test
  void anOwnerThatWasReplacedMeanwhileAdoptsNothing() {
    create("orphan", "web");
    maps.refresh();
    cluster.delete(Kinds.CONFIG_MAP, "owner");
    assertThat(owned.claim(owner, WEB)).as("the owner is gone").isEmpty();
    cluster.user().create(named("owner"));
    assertThatThrownBy(() -> owned.claim(owner, WEB)).hasMessageContaining("is gone: got uid");
    assertThat(get("orphan").ownerReferences()).isEmpty();
  }

  @Test
  void anOwnerThatIsBeingDeletedKeepsItsOwnAndAdoptsNothing() {
    create("mine", "web");
    claim();
    create("orphan", "web");
    maps.refresh();
    ApiObject going =
        owner.editMetadata(metadata -> metadata.set("deletionTimestamp", "2026-07-01T10:00:00Z"));
    assertThat(owned.claim(going, WEB)).extracting(ApiObject::name).containsExactly("mine");
    assertThat(owned.claim(going, LabelSelector.parse("app=none"))).isEmpty();
    assertThat(get("mine").ownerReferences()).hasSize(1);
  }

  private List<String> claim() {
    maps.refresh();
    return owned.claim(owner, WEB).stream().map(ApiObject::name).toList();
  }

  private void create(String name, String app) {
    cluster
        .user()
        .create(
            named(name)
                .editMetadata(metadata -> metadata.set("labels", JsonObject.of("app", app))));
  }

  private ApiObject get(String name) {
    return cluster.get(Kinds.CONFIG_MAP, name);
  }

  private static ApiObject named(String name) {
    return ApiObject.named(Kinds.CONFIG_MAP, "default", name);
  }
}

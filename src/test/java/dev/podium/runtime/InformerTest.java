package dev.podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.registry.DeleteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InformerTest {
  private final Simulation cluster = new Simulation();
  private final Informer maps = cluster.loops().informer(Kinds.CONFIG_MAP);

  @Test
  void holdsWhatTheApiHoldsAfterARefresh() {
    create("b", Map.of());
    create("a", Map.of());
    assertThat(maps.list("")).isEmpty();
    assertThat(maps.refresh()).isTrue();
    assertThat(maps.refresh()).isFalse();
    assertThat(names(maps.list("default"))).containsExactly("a", "b");
    cluster.delete(Kinds.CONFIG_MAP, "a");
    create("c", Map.of());
    maps.refresh();
    assertThat(names(maps.list(""))).containsExactly("b", "c");
    assertThat(maps.find("default", "a")).isEmpty();
    assertThat(maps.list("kube-system")).isEmpty();
  }

  @Test
  void tellsEachListenerWhatWasBeforeAndWhatIsNow() {
    create("early", Map.of());
    maps.refresh();
    List<Delta> deltas = new ArrayList<>();
    maps.listen(deltas::add);
    cluster.update(Kinds.CONFIG_MAP, "early", map -> map.with("data", JsonObject.of("k", "v")));
    cluster.delete(Kinds.CONFIG_MAP, "early");
    maps.refresh();
    assertThat(deltas).hasSize(3);
    assertThat(deltas.get(0).before()).isEmpty();
    assertThat(deltas.get(1).before()).isEqualTo(deltas.get(0).after());
    assertThat(deltas.get(1).latest().root().string("data", "k")).isEqualTo("v");
    assertThat(deltas.get(2).isDeletion()).isTrue();
    assertThat(deltas.get(2).latest().root().string("data", "k")).isEqualTo("v");
    assertThat(deltas.get(2).latest().resourceVersion()).isEqualTo("" + cluster.revision());
  }

  @Test
  void aListenerThatFailsDoesNotKeepOthersFromHearing() {
    List<Delta> deltas = new ArrayList<>();
    maps.listen(_ -> {
      throw new IllegalStateException("meant to fail");
    });
    maps.listen(deltas::add);
    create("a", Map.of());
    maps.refresh();
    assertThat(deltas).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "app=web                 | w1 w2 w3",
        "app=web,tier=front      | w1 w2",
        "app=web,tier!=front     | w3",
        "app in (web,db)         | d1 w1 w2 w3",
        "tier                    | d1 w1 w2",
        "app=none                | ''",
        "''                      | d1 plain w1 w2 w3"
      })
  void findsWhatASelectorSelects(String selector, String expected) {
    create("w1", Map.of("app", "web", "tier", "front"));
    create("w2", Map.of("app", "web", "tier", "front"));
    create("w3", Map.of("app", "web"));
    create("d1", Map.of("app", "db", "tier", "back"));
    create("plain", Map.of());
    maps.refresh();
    LabelSelector parsed = LabelSelector.parse(selector);
    assertThat(String.join(" ", names(maps.select("default", parsed)))).isEqualTo(expected);
    assertThat(names(maps.select("", parsed))).isEqualTo(names(maps.select("default", parsed)));
    assertThat(maps.select("kube-system", parsed)).isEmpty();
  }

  @Test
  void anIndexFollowsEveryChange() {
    create("a", Map.of("color", "red"));
    maps.refresh();
    Function<String, List<ApiObject>> byColor =
        maps.indexed("color", map -> List.of(map.labels().getOrDefault("color", "")));
    assertThat(names(byColor.apply("red"))).containsExactly("a");
    cluster.update(
        Kinds.CONFIG_MAP,
        "a",
        map -> map.editMetadata(metadata -> metadata.object("labels").set("color", "blue")));
    create("b", Map.of("color", "blue"));
    maps.refresh();
    assertThat(byColor.apply("red")).isEmpty();
    assertThat(names(byColor.apply("blue"))).containsExactly("a", "b");
    cluster.delete(Kinds.CONFIG_MAP, "a");
    maps.refresh();
    assertThat(names(byColor.apply("blue"))).containsExactly("b");
  }

  @Test
  void findsWhatAControllerOwnsAndWhatAFieldSays() {
    cluster.create(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: owned
          ownerReferences:
          - {apiVersion: v1, kind: Pod, name: x, uid: not-the-controller}
          - {apiVersion: apps/v1, kind: ReplicaSet, name: rs, uid: the-controller, controller: true}
        data: {node: worker-1}
        """);
    maps.refresh();
    assertThat(names(maps.controlledBy("the-controller"))).containsExactly("owned");
    assertThat(maps.controlledBy("not-the-controller")).isEmpty();
    assertThat(names(maps.indexedBy("data", "node").apply("worker-1"))).containsExactly("owned");
  }

  @Test
  void anInformerThatFellBehindTheWindowCatchesUpByTheDifference() {
    create("kept", Map.of());
    create("changed", Map.of());
    create("gone", Map.of());
    maps.refresh();
    List<Delta> deltas = new ArrayList<>();
    maps.listen(deltas::add);
    deltas.clear();
    cluster.delete(Kinds.CONFIG_MAP, "gone");
    cluster.update(Kinds.CONFIG_MAP, "changed", map -> map.with("data", JsonObject.of("k", "v")));
    for (int i = 0; i < 12_000; i++) {
      create("flood", Map.of());
      cluster.user().delete(Kinds.CONFIG_MAP, "default", "flood", DeleteOptions.NONE);
    }
    assertThat(maps.refresh()).isTrue();
    assertThat(deltas)
        .extracting(delta -> delta.latest().name() + (delta.isDeletion() ? " gone" : ""))
        .containsExactly("changed", "gone gone");
    assertThat(names(maps.list("default"))).containsExactly("changed", "kept");
  }

  private void create(String name, Map<String, String> labels) {
    ApiObject map = ApiObject.named(Kinds.CONFIG_MAP, "default", name);
    cluster.user().create(labels.isEmpty() ? map : map.editMetadata(m -> m.set("labels", labels)));
  }

  private static List<String> names(List<ApiObject> objects) {
    return objects.stream().map(ApiObject::name).toList();
  }
}

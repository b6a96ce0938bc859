package dev.podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ControllerTest {
  private final Simulation cluster = new Simulation();
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void whatIsThereAndWhatChangesIsReconciled() {
    configMap("early");
    Informer maps = cluster.loops().informer(Kinds.CONFIG_MAP);
    cluster.loops().controller("teller", this::tell).on(maps);
    cluster.settle();
    configMap("late");
    cluster.settle();
    cluster.delete(Kinds.CONFIG_MAP, "early");
    cluster.settle();
    assertThat(told).containsExactly("default/early", "default/late", "default/early");
  }

  @Test
  void aChangeConcernsTheControllersBeforeAndAfterIt() {
    Informer pods = cluster.loops().informer(Kinds.POD);
    cluster.loops().controller("teller", this::tell).onOwned(pods, Kinds.REPLICA_SET);
    pod("p", owner("apps/v1", "ReplicaSet", "first"));
    pod("ignored", owner("apps/v1", "Deployment", "other"));
    pod("ignored-too", owner("example.com/v1", "ReplicaSet", "other"));
    pod("alone", Optional.empty());
    cluster.settle();
    assertThat(told).containsExactly("default/first");
    told.clear();
    cluster.update(
        Kinds.POD,
        "p",
        pod ->
            pod.editMetadata(metadata ->
                metadata.set(
                    "ownerReferences",
                    List.of(owner("apps/v1", "ReplicaSet", "second").orElseThrow()))));
    cluster.settle();
    assertThat(told).containsExactly("default/first", "default/second");
  }

  @Test
  void aFailureIsTriedAgainEverLater() {
    Informer maps = cluster.loops().informer(Kinds.CONFIG_MAP);
    cluster
        .loops()
        .controller(
            "failing",
            key -> {
              tell(key);
              throw ApiException.badRequest("attempt " + told.size());
            })
        .on(maps);
    configMap("it");
    cluster.settle();
    assertThat(told).hasSize(1);
    cluster.advance(Duration.ofMillis(5));
    assertThat(told).hasSize(2);
    cluster.advance(Duration.ofMillis(9));
    assertThat(told).hasSize(2);
    cluster.advance(Duration.ofMillis(1));
    assertThat(told).hasSize(3);
  }

  @Test
  void whoAsksIsCalledAgainAfterADelay() {
    Informer maps = cluster.loops().informer(Kinds.CONFIG_MAP);
    cluster
        .loops()
        .controller(
            "patient",
            key -> {
              tell(key);
              return told.size() < 3 ? Outcome.after(Duration.ofMinutes(1)) : Outcome.DONE;
            })
        .on(maps);
    configMap("it");
    cluster.advance(Duration.ofMinutes(1));
    assertThat(told).hasSize(2);
    cluster.advance(Duration.ofHours(1));
    assertThat(told).hasSize(3);
  }

  @Test
  void aReconcilerFindsItsOwnWritesInTheCaches() {
    Informer maps = cluster.loops().informer(Kinds.CONFIG_MAP);
    Informer secrets = cluster.loops().informer(Kinds.SECRET);
    cluster
        .loops()
        .controller(
            "copier",
            key -> {
              tell(key);
              if (secrets.list(key.namespace()).size() < 3) {
                cluster.user().create(secret("copy-" + secrets.list("default").size()));
              }
              return Outcome.DONE;
            })
        .on(maps)
        .on(secrets, _ -> Stream.of(new Key("default", "it"), new Key("default", "other")));
    configMap("it");
    cluster.settle();
    assertThat(cluster.list(Kinds.SECRET)).hasSize(3);
  }

  @Test
  void startedLoopsWorkByThemselvesUntilTheyAreClosed() throws Exception {
    CountDownLatch worked = new CountDownLatch(50);
    Informer maps = cluster.loops().informer(Kinds.CONFIG_MAP);
    cluster
        .loops()
        .controller(
            "counting",
            _ -> {
              worked.countDown();
              return Outcome.DONE;
            })
        .on(maps)
        .workers(4);
    cluster.loops().start();
    for (int i = 0; i < 50; i++) {
      configMap("m" + i);
    }
    assertThat(worked.await(30, TimeUnit.SECONDS)).isTrue();
    cluster.loops().close();
    configMap("afterwards");
    assertThat(maps.find("default", "afterwards")).isEmpty();
  }

  private Outcome tell(Key key) {
    told.add(key.toString());
    return Outcome.DONE;
  }

  private void configMap(String name) {
    cluster.user().create(ApiObject.named(Kinds.CONFIG_MAP, "default", name));
  }

  private static ApiObject secret(String name) {
    return ApiObject.named(Kinds.SECRET, "default", name);
  }

  private static Optional<JsonObject> owner(String apiVersion, String kind, String name) {
    return Optional.of(
        JsonObject.of(
            "apiVersion",
            apiVersion,
            "kind",
            kind,
            "name",
            name,
            "uid",
            "u-" + name,
            "controller",
            true));
  }

  private void pod(String name, Optional<JsonObject> owner) {
    ApiObject pod =
        ApiObject.named(Kinds.POD, "default", name)
            .with(
                "spec",
                JsonObject.of(
                    "containers", List.of(JsonObject.of("name", "main", "image", "nginx"))));
    cluster
        .user()
        .create(
            owner
                .map(o -> pod.editMetadata(m -> m.set("ownerReferences", List.of(o))))
                .orElse(pod));
  }
}

package dev.podium.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.runtime.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Quotas while many write at once.
final class QuotasTest {
  private static final GroupVersionKind QUOTA = new GroupVersionKind("", "v1", "ResourceQuota");

  private final Simulation cluster =
      new Simulation((store, _) -> List.of(new ResourceQuotaAdmission(store)));

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void ofManyWhoWriteAtOnceAsManySucceedAsTheQuotaLets()
      throws InterruptedException, ExecutionException {
    for (String name : List.of("first", "second")) {
      cluster.create(
          "{apiVersion: v1, kind: ResourceQuota, metadata: {name: %s}, spec: {hard: {configmaps: 25}}}"
              .formatted(name));
      cluster.updateStatus(
          QUOTA,
          name,
          quota ->
              quota.editStatus(status -> {
                status.object("hard").set("configmaps", "25");
                status.object("used").set("configmaps", "0");
              }));
    }

    long made = 0;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> writes = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String name = "map-" + i;
        writes.add(executor.submit(() -> isCreated(name)));
      }
      for (Future<Boolean> write : writes) {
        made += write.get() ? 1 : 0;
      }
    }

    assertThat(made).isEqualTo(25);
    assertThat(cluster.list(Kinds.CONFIG_MAP)).hasSize(25);
    assertThat(cluster.list(QUOTA))
        .extracting(quota -> quota.status().string("used", "configmaps"))
        .containsExactly("25", "25");
  }

  private boolean isCreated(String name) {
    try {
      cluster.user().create(ApiObject.named(Kinds.CONFIG_MAP, "default", name));
      return true;
    } catch (ApiException e) {
      assertThat(e.message()).contains("exceeded quota");
      return false;
    }
  }
}

package dev.podium.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectKey;
import org.junit.jupiter.api.Test;

final class InMemoryStoreTest extends StoreContract {
  @Override
  Store newStore(int window, int maxWaiting) {
    return new InMemoryStore(window, maxWaiting);
  }

  @Test
  void aWindowOfNothingIsRefused() {
    assertThatThrownBy(() -> new InMemoryStore(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new InMemoryStore(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void largeObjectsMakeTheWindowShorterButNotShorterThanAHundredWrites() {
    Store store = new InMemoryStore(1000, 1000, 1 << 20);
    ObjectKey key = new ObjectKey(new GroupResource("", "configmaps"), "default", "large");
    ApiObject stored = store.create(key, map("0"));
    for (int i = 1; i <= 300; i++) {
      stored = store.update(key, store.revision(), map(i + "x".repeat(1 << 13)));
    }
    assertThat(store.revision() - store.compactedRevision()).isBetween(100L, 130L);
    for (int i = 1; i <= 300; i++) {
      stored = store.update(key, store.revision(), map(i + "x".repeat(1 << 15)));
    }
    assertThat(store.revision() - store.compactedRevision()).isEqualTo(100);
    assertThat(store.get(key)).contains(stored);
  }

  @Test
  void aReaderThatIsBehindByTooMuchMemoryIsCutOff() {
    Store store = new InMemoryStore(1000, 1000, 1 << 20);
    ObjectKey key = new ObjectKey(new GroupResource("", "configmaps"), "default", "large");
    store.create(key, map("0"));
    try (Watch watch = store.watch(key.resource(), "", store.revision())) {
      for (int i = 1; i <= 100; i++) {
        store.update(key, store.revision(), map(i + "x".repeat(1 << 15)));
      }
      assertThat(watch.overflowed()).isTrue();
    }
  }

  private static ApiObject map(String value) {
    return ApiObject.named(new GroupVersionKind("", "v1", "ConfigMap"), "default", "large")
        .with("data", JsonObject.of("value", value));
  }
}

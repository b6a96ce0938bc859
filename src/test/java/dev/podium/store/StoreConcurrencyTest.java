package dev.podium.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.object.ObjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Many writers and many readers at once: nothing lost, nothing twice, nothing out of order.
final class StoreConcurrencyTest {
  private static final int WRITERS = 8;
  private static final int WRITES = 500;
  private static final int WATCHES = 60;

  private final Store store = new InMemoryStore(WRITERS * WRITES, WRITERS * WRITES);

  @Test
  void everyWatchSeesEveryWriteOnceAndInOrder() throws Exception {
    long start = store.revision();
    long end = start + WRITERS * WRITES;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Long>>> everywhere = new ArrayList<>();
      List<Future<List<Long>>> oneNamespace = new ArrayList<>();
      for (int i = 0; i < WATCHES; i++) {
        everywhere.add(threads.submit(() -> revisions("", start, end)));
        oneNamespace.add(threads.submit(() -> revisions("ns0", start, end)));
      }
      List<Future<List<Long>>> written = startWriters(threads);
      List<Long> all = new ArrayList<>();
      for (long revision = start + 1; revision <= end; revision++) {
        all.add(revision);
      }
      for (Future<List<Long>> seen : everywhere) {
        assertThat(seen.get()).isEqualTo(all);
      }
      for (Future<List<Long>> seen : oneNamespace) {
        assertThat(seen.get()).isEqualTo(written.getFirst().get());
      }
    }
  }

  @Test
  void aWatchBegunAtAnyMomentContinuesTheListItBeganWith() throws Exception {
    long end = store.revision() + WRITERS * WRITES;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Long>>> written = startWriters(threads);
      List<Future<List<ApiObject>>> replicas = new ArrayList<>();
      for (int i = 0; i < WATCHES; i++) {
        replicas.add(threads.submit(() -> replicate(end)));
      }
      for (Future<List<Long>> writer : written) {
        writer.get();
      }
      List<ApiObject> truth = store.snapshot(StoreContract.PODS).stream("", "").toList();
      for (Future<List<ApiObject>> replica : replicas) {
        assertThat(replica.get()).isEqualTo(truth);
      }
    }
  }

  @Test
  void competingWritersOfOneObjectLoseNoUpdate() throws Exception {
    ObjectKey key = StoreContract.pod("a", "counter");
    store.create(key, StoreContract.object(key));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(
            threads.submit(() -> {
              for (int n = 0; n < 100; n++) {
                increment(key);
              }
            }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    assertThat(store.get(key).orElseThrow().status().integer("count")).isEqualTo(WRITERS * 100);
  }

  private void increment(ObjectKey key) {
    while (true) {
      ApiObject seen = store.get(key).orElseThrow();
      ApiObject next = seen.editStatus(s -> s.set("count", seen.status().integer("count") + 1));
      try {
        store.update(key, StoreContract.revision(seen), next);
        return;
      } catch (StoreException.RevisionMismatch e) {
        assertThat(store.get(key).orElseThrow().resourceVersion())
            .isNotEqualTo(seen.resourceVersion());
      }
    }
  }

  /// Each writer creates, changes and removes objects of its own namespace, and tells its
  /// revisions.
  private List<Future<List<Long>>> startWriters(ExecutorService threads) {
    List<Future<List<Long>>> written = new ArrayList<>();
    CountDownLatch together = new CountDownLatch(WRITERS);
    for (int i = 0; i < WRITERS; i++) {
      String namespace = "ns" + i;
      Callable<List<Long>> writer =
          () -> {
            together.countDown();
            together.await();
            List<Long> revisions = new ArrayList<>();
            for (int n = 0; n < WRITES; n++) {
              revisions.add(write(StoreContract.pod(namespace, "p" + n % 20)));
            }
            return revisions;
          };
      written.add(threads.submit(writer));
    }
    return written;
  }

  private long write(ObjectKey key) {
    ApiObject before = store.get(key).orElse(null);
    if (before == null) {
      return StoreContract.revision(store.create(key, StoreContract.object(key)));
    }
    long seen = StoreContract.revision(before);
    return StoreContract.revision(
        seen % 3 == 0
            ? store.delete(key, seen, before)
            : store.update(key, seen, before.editStatus(s -> s.set("phase", Long.toString(seen)))));
  }

  /// The revisions a watch reports until its progress has reached `end`.
  private List<Long> revisions(String namespace, long start, long end) throws InterruptedException {
    List<Long> seen = new ArrayList<>();
    try (Watch watch = store.watch(StoreContract.PODS, namespace, start)) {
      while (watch.progress() < end) {
        watch.take(Duration.ofMillis(1)).forEach(event -> seen.add(event.revision()));
      }
      assertThat(watch.take(Duration.ZERO)).isEmpty();
    }
    return seen;
  }

  /// A list, and the events after it applied to it.
  private List<ApiObject> replicate(long end) throws InterruptedException {
    Snapshot snapshot = store.snapshot(StoreContract.PODS);
    TreeMap<String, ApiObject> replica = new TreeMap<>();
    snapshot.stream("", "")
        .forEach(object -> replica.put(object.namespace() + "/" + object.name(), object));
    try (Watch watch = store.watch(StoreContract.PODS, "", snapshot.revision())) {
      while (watch.progress() < end) {
        for (StoreEvent event : watch.take(Duration.ofMillis(1))) {
          String key = event.key().namespace() + "/" + event.key().name();
          if (event.type() == StoreEvent.Type.DELETED) {
            replica.remove(key);
          } else {
            replica.put(key, event.object());
          }
        }
      }
    }
    return List.copyOf(replica.values());
  }
}

package dev.podium.store;

import static dev.podium.store.StoreEvent.Type.CREATED;
import static dev.podium.store.StoreEvent.Type.DELETED;
import static dev.podium.store.StoreEvent.Type.UPDATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Store] guarantees to what stands on it.
abstract class StoreContract {
  static final GroupResource PODS = new GroupResource("", "pods");
  static final GroupResource NODES = new GroupResource("", "nodes");
  static final int WINDOW = 100;
  static final int MAX_WAITING = 40;
  static final Duration LONG = Duration.ofSeconds(30);

  Store store;

  /// An empty store.
  ///
  /// @param window how many writes back may be read
  /// @param maxWaiting how many unread events a watch may have
  abstract Store newStore(int window, int maxWaiting);

  @BeforeEach
  void openStore() {
    store = newStore(WINDOW, MAX_WAITING);
  }

  static ObjectKey pod(String namespace, String name) {
    return new ObjectKey(PODS, namespace, name);
  }

  static ApiObject object(ObjectKey key) {
    return ApiObject.named(new GroupVersionKind("", "v1", "Pod"), key.namespace(), key.name());
  }

  ApiObject create(ObjectKey key) {
    return store.create(key, object(key));
  }

  ApiObject update(ApiObject object, String phase) {
    return store.update(
        pod(object.namespace(), object.name()),
        revision(object),
        object.editStatus(status -> status.set("phase", phase)));
  }

  ApiObject delete(ApiObject object) {
    return store.delete(pod(object.namespace(), object.name()), revision(object), object);
  }

  static long revision(ApiObject object) {
    return Long.parseLong(object.resourceVersion());
  }

  static List<String> names(Snapshot snapshot, String namespace, String after) {
    return snapshot.stream(namespace, after).map(ApiObject::name).toList();
  }

  /// Everything a watch has to say right now.
  static List<StoreEvent> drain(Watch watch) throws InterruptedException {
    List<StoreEvent> events = new ArrayList<>();
    for (List<StoreEvent> batch = watch.take(Duration.ZERO);
        !batch.isEmpty();
        batch = watch.take(Duration.ZERO)) {
      events.addAll(batch);
    }
    return events;
  }

  @Test
  void everyWriteTakesTheNextRevisionWhichBecomesTheResourceVersion() {
    long start = store.revision();
    ApiObject created = create(pod("a", "one"));
    assertThat(start).isPositive();
    assertThat(revision(created)).isEqualTo(start + 1);
    assertThat(store.revision()).isEqualTo(start + 1);
    ApiObject updated = update(created, "Running");
    assertThat(revision(updated)).isEqualTo(start + 2);
    assertThat(revision(delete(updated))).isEqualTo(start + 3);
  }

  @Test
  void aWrittenObjectIsReadBack() {
    ApiObject created = create(pod("a", "one"));
    assertThat(store.get(pod("a", "one"))).contains(created);
    ApiObject updated = update(created, "Running");
    assertThat(store.get(pod("a", "one"))).contains(updated);
    delete(updated);
    assertThat(store.get(pod("a", "one"))).isEmpty();
  }

  @Test
  void aKeyIsCreatedOnlyOnce() {
    create(pod("a", "one"));
    long before = store.revision();
    assertThatThrownBy(() -> create(pod("a", "one"))).isInstanceOf(StoreException.KeyExists.class);
    assertThat(store.revision()).isEqualTo(before);
  }

  @Test
  void theSameNameInAnotherNamespaceOrResourceIsAnotherKey() {
    create(pod("a", "one"));
    create(pod("b", "one"));
    store.create(new ObjectKey(NODES, "", "one"), object(new ObjectKey(NODES, "", "one")));
    assertThat(store.count(PODS)).isEqualTo(2);
    assertThat(store.count(NODES)).isEqualTo(1);
    assertThat(store.count(new GroupResource("apps", "pods"))).isZero();
  }

  @Test
  void aWriterThatSawAnotherRevisionIsRefused() {
    ApiObject created = create(pod("a", "one"));
    ApiObject updated = update(created, "Running");
    long before = store.revision();
    assertThatThrownBy(() -> update(created, "Failed"))
        .isInstanceOf(StoreException.RevisionMismatch.class);
    assertThatThrownBy(() -> delete(created)).isInstanceOf(StoreException.RevisionMismatch.class);
    assertThat(store.get(pod("a", "one"))).contains(updated);
    assertThat(store.revision()).isEqualTo(before);
  }

  @Test
  void whatIsNotThereCannotBeReplacedOrRemoved() {
    ApiObject gone = delete(create(pod("a", "one")));
    assertThatThrownBy(() -> update(gone, "Failed")).isInstanceOf(StoreException.KeyNotFound.class);
    assertThatThrownBy(() -> delete(gone)).isInstanceOf(StoreException.KeyNotFound.class);
  }

  @Test
  void aListIsInKeyOrderWhereTheSlashCountsAsACharacter() {
    for (String namespace : List.of("b", "a", "a-b", "a0")) {
      create(pod(namespace, "x"));
    }
    create(pod("a", "w-1"));
    create(pod("a", "w"));
    assertThat(store.snapshot(PODS).stream("", "").map(o -> o.namespace() + "/" + o.name()))
        .containsExactly("a-b/x", "a/w", "a/w-1", "a/x", "a0/x", "b/x");
    assertThat(names(store.snapshot(PODS), "a", "")).containsExactly("w", "w-1", "x");
  }

  @Test
  void aListGoesOnBehindAKeyAndKnowsHowManyAreLeft() {
    for (String name : List.of("p", "q", "r", "s")) {
      create(pod("a", name));
      create(pod("b", name));
    }
    Snapshot snapshot = store.snapshot(PODS);
    assertThat(names(snapshot, "a", "a/q")).containsExactly("r", "s");
    assertThat(snapshot.count("a", "a/q")).isEqualTo(2);
    assertThat(names(snapshot, "", "a/qq")).containsExactly("r", "s", "p", "q", "r", "s");
    assertThat(snapshot.count("", "a/qq")).isEqualTo(6);
    assertThat(snapshot.count("", "")).isEqualTo(8);
    assertThat(snapshot.count("b", "")).isEqualTo(4);
    assertThat(snapshot.count("c", "")).isZero();
    assertThat(names(snapshot, "a", "b/p")).isEmpty();
    assertThat(snapshot.count("a", "b/p")).isZero();
  }

  @Test
  void aSnapshotShowsTheStateAsOfItsRevisionWhateverHappensLater() {
    ApiObject one = create(pod("a", "one"));
    ApiObject two = create(pod("a", "two"));
    long then = store.revision();
    Snapshot taken = store.snapshot(PODS);
    ApiObject running = update(one, "Running");
    delete(two);
    create(pod("a", "three"));
    assertThat(taken.revision()).isEqualTo(then);
    assertThat(taken.stream("", "")).containsExactly(one, two);
    assertThat(store.snapshot(PODS, then).stream("", "")).containsExactly(one, two);
    assertThat(store.snapshot(PODS, then + 1).stream("", "")).containsExactly(running, two);
    assertThat(store.snapshot(PODS, then + 2).stream("", "")).containsExactly(running);
    assertThat(names(store.snapshot(PODS), "", "")).containsExactly("one", "three");
  }

  @Test
  void writesElsewhereMoveTheRevisionOfASnapshotButNotItsContents() {
    ApiObject one = create(pod("a", "one"));
    ObjectKey node = new ObjectKey(NODES, "", "n");
    store.create(node, object(node));
    Snapshot snapshot = store.snapshot(PODS);
    assertThat(snapshot.revision()).isEqualTo(store.revision());
    assertThat(snapshot.stream("", "")).containsExactly(one);
  }

  @Test
  void aRevisionThatIsYetToComeCannotBeListed() {
    assertThatThrownBy(() -> store.snapshot(PODS, store.revision() + 1))
        .isInstanceOfSatisfying(
            StoreException.FutureRevision.class,
            e -> assertThat(e.newest()).isEqualTo(store.revision()));
  }

  @Test
  void aWatchTellsEveryWriteWithWhatWasBefore() throws InterruptedException {
    try (Watch watch = store.watch(PODS, "", store.revision())) {
      ApiObject created = create(pod("a", "one"));
      ApiObject updated = update(created, "Running");
      ApiObject deleted = delete(updated);
      List<StoreEvent> events = drain(watch);
      assertThat(events).extracting(StoreEvent::type).containsExactly(CREATED, UPDATED, DELETED);
      assertThat(events).extracting(StoreEvent::object).containsExactly(created, updated, deleted);
      assertThat(events.get(0).previous()).isEmpty();
      assertThat(events.get(1).previous()).contains(created);
      assertThat(events.get(2).previous()).contains(updated);
      assertThat(events).allSatisfy(e -> assertThat(e.revision()).isEqualTo(revision(e.object())));
    }
  }

  @Test
  void aWatchOfOneNamespaceIsSilentAboutOthers() throws InterruptedException {
    create(pod("a", "early"));
    create(pod("b", "early"));
    try (Watch watch = store.watch(PODS, "a", store.revision() - 2)) {
      create(pod("b", "late"));
      create(pod("a", "late"));
      ObjectKey node = new ObjectKey(NODES, "", "a");
      store.create(node, object(node));
      assertThat(drain(watch))
          .extracting(StoreEvent::key)
          .containsExactly(pod("a", "early"), pod("a", "late"));
    }
  }

  @Test
  void aWatchResumesAfterAnyRevisionOfTheWindow() throws InterruptedException {
    long start = store.revision();
    ApiObject one = create(pod("a", "one"));
    for (int i = 0; i < WINDOW - 1; i++) {
      one = update(one, "round " + i);
    }
    for (long after = start; after <= store.revision(); after++) {
      try (Watch watch = store.watch(PODS, "", after)) {
        List<Long> expected = new ArrayList<>();
        for (long r = after + 1; r <= store.revision(); r++) {
          expected.add(r);
        }
        assertThat(drain(watch)).extracting(StoreEvent::revision).isEqualTo(expected);
      }
    }
  }

  @Test
  void aWatchFromARevisionYetToComeIsSilentUntilThen() throws InterruptedException {
    try (Watch watch = store.watch(PODS, "", store.revision() + 1)) {
      create(pod("a", "one"));
      assertThat(drain(watch)).isEmpty();
      create(pod("a", "two"));
      assertThat(drain(watch)).extracting(StoreEvent::key).containsExactly(pod("a", "two"));
    }
  }

  @Test
  void aWaitingReaderIsWokenByAWriteAndByClosing() throws Exception {
    try (Watch watch = store.watch(PODS, "", store.revision())) {
      List<StoreEvent> seen = new ArrayList<>();
      Thread reader = Thread.startVirtualThread(() -> readToTheEnd(watch, seen));
      for (int i = 0; i < 20; i++) {
        create(pod("a", "p" + i));
      }
      while (watch.progress() < store.revision()) {
        Thread.onSpinWait();
      }
      watch.close();
      reader.join();
      assertThat(seen).hasSize(20);
      assertThat(watch.isClosed()).isTrue();
      assertThat(watch.overflowed()).isFalse();
    }
  }

  static void readToTheEnd(Watch watch, List<StoreEvent> seen) {
    try {
      while (!watch.isClosed()) {
        seen.addAll(watch.take(LONG));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aClosedWatchSaysNothing() throws InterruptedException {
    Watch watch = store.watch(PODS, "a", store.revision());
    create(pod("a", "one"));
    watch.close();
    watch.close();
    create(pod("a", "two"));
    assertThat(watch.take(LONG)).isEmpty();
    try (Watch other = store.watch(PODS, "a", store.revision())) {
      create(pod("a", "three"));
      assertThat(drain(other)).hasSize(1);
    }
  }

  @Test
  void progressFollowsTheWholeStoreWhileTheResourceIsQuiet() throws InterruptedException {
    try (Watch watch = store.watch(PODS, "a", store.revision())) {
      ObjectKey node = new ObjectKey(NODES, "", "n");
      store.create(node, object(node));
      create(pod("b", "elsewhere"));
      assertThat(watch.progress()).isEqualTo(store.revision());
      long before = store.revision();
      create(pod("a", "one"));
      assertThat(watch.progress()).as("an event waits").isEqualTo(before - 2);
      drain(watch);
      assertThat(watch.progress()).isEqualTo(store.revision());
    }
  }

  @Test
  void progressNeverFallsBehindWhereTheWatchBegan() throws InterruptedException {
    long future = store.revision() + 5;
    try (Watch watch = store.watch(PODS, "", future)) {
      create(pod("a", "one"));
      drain(watch);
      assertThat(watch.progress()).isEqualTo(future);
    }
  }

  @Test
  void whatFallsOffTheWindowCanNeitherBeListedNorWatched() throws InterruptedException {
    long start = store.revision();
    ApiObject first = create(pod("a", "first"));
    for (int i = 0; i < WINDOW; i++) {
      create(pod("b", "p" + i));
    }
    assertThat(store.compactedRevision()).isEqualTo(start + 1);
    assertThat(store.snapshot(PODS, start + 1).stream("", "")).containsExactly(first);
    assertThatThrownBy(() -> store.snapshot(PODS, start))
        .isInstanceOfSatisfying(
            StoreException.Compacted.class, e -> assertThat(e.oldest()).isEqualTo(start + 1));
    assertThatThrownBy(() -> store.watch(PODS, "", start))
        .isInstanceOf(StoreException.Compacted.class);
    try (Watch watch = store.watch(PODS, "", start + 1)) {
      assertThat(drain(watch)).hasSize(WINDOW);
    }
  }

  @Test
  void objectsOlderThanTheWindowStay() {
    ApiObject old = create(pod("a", "old"));
    ApiObject gone = create(pod("a", "gone"));
    delete(gone);
    for (int i = 0; i < 3 * WINDOW; i++) {
      ObjectKey node = new ObjectKey(NODES, "", "n" + i);
      store.create(node, object(node));
    }
    assertThat(store.snapshot(PODS, store.compactedRevision()).stream("", "")).containsExactly(old);
    assertThat(store.get(pod("a", "old"))).contains(old);
    assertThat(revision(update(old, "Running"))).isEqualTo(store.revision());
  }

  @Test
  void aReaderTooFarBehindIsClosedWhileOthersGoOn() throws InterruptedException {
    try (Watch slow = store.watch(PODS, "", store.revision());
        Watch slowHere = store.watch(PODS, "a", store.revision());
        Watch quick = store.watch(PODS, "", store.revision())) {
      List<StoreEvent> seen = new ArrayList<>();
      for (int i = 0; i < 2 * MAX_WAITING; i++) {
        create(pod("a", "p" + i));
        seen.addAll(drain(quick));
      }
      assertThat(seen).hasSize(2 * MAX_WAITING);
      assertThat(quick.overflowed()).isFalse();
      for (Watch watch : List.of(slow, slowHere)) {
        assertThat(watch.overflowed()).isTrue();
        assertThat(watch.isClosed()).isTrue();
        assertThat(watch.take(LONG)).isEmpty();
      }
    }
  }

  @Test
  void aReaderMayHaveAsManyEventsWaitingAsIsAllowed() throws InterruptedException {
    try (Watch watch = store.watch(PODS, "", store.revision())) {
      for (int i = 0; i < MAX_WAITING; i++) {
        create(pod("a", "p" + i));
      }
      assertThat(watch.isClosed()).isFalse();
      assertThat(drain(watch)).hasSize(MAX_WAITING);
    }
  }

  @Test
  void theCallersObjectIsStoredAsItIsApartFromItsVersion() {
    ApiObject pod = object(pod("a", "one")).with("data", JsonObject.of("k", "v"));
    ApiObject stored = store.create(pod("a", "one"), pod.withResourceVersion(77));
    assertThat(stored).isEqualTo(pod.withResourceVersion(store.revision()));
  }
}

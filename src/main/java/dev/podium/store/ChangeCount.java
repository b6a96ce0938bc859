package dev.podium.store;

import dev.podium.object.GroupResource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A number that is another one whenever an object of some resources has changed, for those who
/// keep something that they made of all these objects.
///
/// A change is noticed when somebody asks, by looking whether the watches have something: no thread
/// of its own, and no answer older than the question. The monitor is the one lock.
public final class ChangeCount {
  private final Store store;
  private final List<GroupResource> resources;
  private final Map<GroupResource, Watch> watches = new HashMap<>();
  private volatile long seenRevision;
  private long count;

  public ChangeCount(Store store, List<GroupResource> resources) {
    this.store = store;
    this.resources = List.copyOf(resources);
  }

  /// Cheap where nothing was written. Whoever asks first and reads the objects after sees objects
  /// at least that new.
  public long current() {
    long revision = store.revision();
    synchronized (this) {
      if (revision > seenRevision) {
        for (GroupResource resource : resources) {
          count += changed(resource, revision) ? 1 : 0;
        }
        seenRevision = revision;
      }
      return count;
    }
  }

  private boolean changed(GroupResource resource, long revision) {
    Watch watch = watches.get(resource);
    if (watch == null || watch.isClosed()) {
      watches.put(resource, store.watch(resource, "", revision));
      return true;
    }
    try {
      return !watch.take(Duration.ZERO).isEmpty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}

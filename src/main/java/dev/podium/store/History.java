package dev.podium.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The events of one resource inside the window, oldest first, each with the state after it.
///
/// A ring, so that a revision is found by halving. Guarded by the store's lock.
final class History {
  /// @param after the objects of the resource once the event has happened
  private record Entry(StoreEvent event, ObjectTree after) {}

  private @Nullable Entry[] ring = new @Nullable Entry[16];
  private int first;
  private int size;

  /// The state before the oldest entry.
  private ObjectTree before = ObjectTree.EMPTY;

  void add(StoreEvent event, ObjectTree after) {
    if (size == ring.length) {
      grow();
    }
    ring[slot(size)] = new Entry(event, after);
    size++;
  }

  void dropOldest() {
    if (size == 0) {
      throw new NoSuchElementException();
    }
    before = entry(0).after;
    ring[first] = null;
    first = slot(1);
    size--;
  }

  /// The state as of a revision inside the window.
  ObjectTree asOf(long revision) {
    int later = firstAfter(revision);
    return later == 0 ? before : entry(later - 1).after;
  }

  /// The events after a revision, of one namespace or of all where it is empty.
  List<StoreEvent> since(long revision, String namespace) {
    int from = firstAfter(revision);
    List<StoreEvent> events = new ArrayList<>(namespace.isEmpty() ? size - from : 0);
    for (int i = from; i < size; i++) {
      StoreEvent event = entry(i).event;
      if (namespace.isEmpty() || event.key().namespace().equals(namespace)) {
        events.add(event);
      }
    }
    return events;
  }

  /// The position of the first entry whose revision is greater.
  private int firstAfter(long revision) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entry(middle).event.revision() <= revision) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Entry entry(int position) {
    Entry entry = ring[slot(position)];
    if (entry == null) {
      throw new NoSuchElementException();
    }
    return entry;
  }

  private int slot(int position) {
    return (first + position) & (ring.length - 1);
  }

  private void grow() {
    @Nullable Entry[] larger = Arrays.copyOfRange(ring, first, first + 2 * ring.length);
    System.arraycopy(ring, 0, larger, ring.length - first, first);
    Arrays.fill(larger, ring.length, larger.length, null);
    ring = larger;
    first = 0;
  }
}

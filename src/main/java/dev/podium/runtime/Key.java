package dev.podium.runtime;

import dev.podium.object.ApiObject;
import java.util.Comparator;

/// Which object of a kind; the namespace is empty for cluster-scoped ones.
public record Key(String namespace, String name) implements Comparable<Key> {
  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::namespace).thenComparing(Key::name);

  public static Key of(ApiObject object) {
    return new Key(object.namespace(), object.name());
  }

  @Override
  public int compareTo(Key other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}

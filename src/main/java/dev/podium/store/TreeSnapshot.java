package dev.podium.store;

import dev.podium.object.ApiObject;
import java.util.stream.Stream;

/// A resource as of a revision: stays readable however long the reader takes.
record TreeSnapshot(long revision, ObjectTree objects) implements Snapshot {

  @Override
  public Stream<ApiObject> stream(String namespace, String afterKey) {
    return objects.stream(after(namespace, afterKey), before(namespace));
  }

  @Override
  public long count(String namespace, String afterKey) {
    return objects.count(after(namespace, afterKey), before(namespace));
  }

  /// Where the range begins: behind `namespace/`, or further on.
  private static String after(String namespace, String afterKey) {
    String prefix = namespace.isEmpty() ? "" : namespace + '/';
    return afterKey.compareTo(prefix) > 0 ? afterKey : prefix;
  }

  /// Where it ends: `0` is the character behind `/`.
  private static String before(String namespace) {
    return namespace.isEmpty() ? "" : namespace + '0';
  }
}

package dev.podium.resources.apiextensions;

import dev.podium.object.ApiObject;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What a webhook made of the stored objects of one version of a kind, so that lists and watches
/// ask it once for each version of an object.
///
/// Upstream has a watch cache for each version of a kind, which holds the objects converted; it
/// asks for one object at a time, when that comes from the store, and anew when the definition
/// changes. The lock guards the map; it is not held while somebody is asked. What memory runs short
/// of is asked for again.
final class ConvertedObjects {
  private static final int MOST = 20_000;

  private final UnaryOperator<ApiObject> conversion;
  private final Map<String, Converted> byUid =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Converted> eldest) {
          return size() > MOST;
        }
      };

  private record Converted(String resourceVersion, SoftReference<ApiObject> object) {}

  ConvertedObjects(UnaryOperator<ApiObject> conversion) {
    this.conversion = conversion;
  }

  ApiObject of(ApiObject stored) {
    Optional<ApiObject> known = known(stored);
    if (known.isPresent()) {
      return known.get();
    }
    ApiObject object = conversion.apply(stored);
    if (object != stored) {
      remember(stored, object);
    }
    return object;
  }

  private Optional<ApiObject> known(ApiObject stored) {
    synchronized (byUid) {
      return Optional.ofNullable(byUid.get(stored.uid()))
          .filter(converted -> converted.resourceVersion().equals(stored.resourceVersion()))
          .map(converted -> converted.object().get());
    }
  }

  private void remember(ApiObject stored, ApiObject object) {
    synchronized (byUid) {
      byUid.put(stored.uid(), new Converted(stored.resourceVersion(), new SoftReference<>(object)));
    }
  }
}

package dev.podium.web.discovery;

import dev.podium.registry.ResourceCatalog;
import org.jspecify.annotations.Nullable;

/// The discovery documents of the present catalog, made anew only when that has changed.
public final class CurrentDiscovery {
  private record Made(long version, Discovery discovery) {}

  private final ResourceCatalog catalog;
  private volatile @Nullable Made made;

  public CurrentDiscovery(ResourceCatalog catalog) {
    this.catalog = catalog;
  }

  /// Two threads may make the same documents at once; no lock is worth less than that.
  public Discovery get() {
    long version = catalog.version();
    Made known = made;
    if (known == null || known.version() != version) {
      known = new Made(version, Discovery.of(catalog));
      made = known;
    }
    return known.discovery();
  }
}

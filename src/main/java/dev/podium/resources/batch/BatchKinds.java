package dev.podium.resources.batch;

import dev.podium.registry.ResourceDefinition;
import java.util.List;

/// The kinds of batch/v1.
public final class BatchKinds {
  private BatchKinds() {}

  public static List<ResourceDefinition> all() {
    return List.of(CronJobs.definition(), Jobs.definition());
  }
}

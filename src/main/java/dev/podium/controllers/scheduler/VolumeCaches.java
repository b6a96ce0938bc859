package dev.podium.controllers.scheduler;

import dev.podium.client.Kinds;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;

/// Where the claims of pods, their volumes and classes are found.
record VolumeCaches(Informer claims, Informer volumes, Informer classes) {
  static VolumeCaches of(ControlLoops loops) {
    return new VolumeCaches(
        loops.informer(Kinds.PERSISTENT_VOLUME_CLAIM),
        loops.informer(Kinds.PERSISTENT_VOLUME),
        loops.informer(Kinds.STORAGE_CLASS));
  }
}

package dev.podium.kubelet.pod;

import dev.podium.kubelet.files.Mounted;
import dev.podium.kubelet.files.Part;
import dev.podium.kubelet.files.Part.Demand;
import dev.podium.kubelet.files.Volume;
import dev.podium.kubelet.process.Errno;
import java.util.Optional;
import java.util.function.Supplier;

/// A volume of a pod: what it is a part of, and whether it dies with the pod. Made when somebody
/// looks.
final class PodVolume {
  private static final int MODE = 0755;

  private final Supplier<Volume> make;
  private final String path;
  private final Demand demand;
  private final boolean own;
  private final boolean readOnly;
  private Optional<Volume> made = Optional.empty();

  private PodVolume(
      Supplier<Volume> make, String path, Demand demand, boolean own, boolean readOnly) {
    this.make = make;
    this.path = path;
    this.demand = demand;
    this.own = own;
    this.readOnly = readOnly;
  }

  /// One that begins and ends with the pod.
  static PodVolume own(Supplier<Volume> make) {
    return new PodVolume(make, "", Demand.ANYTHING, true, false);
  }

  /// One that the kubelet writes, and nobody else.
  static PodVolume written(Supplier<Volume> make) {
    return new PodVolume(make, "", Demand.ANYTHING, true, true);
  }

  /// A place in something that is there anyway.
  ///
  /// @param path within it; empty for all of it
  static PodVolume part(Supplier<Volume> whole, String path, Demand demand, boolean readOnly) {
    return new PodVolume(whole, path, demand, false, readOnly);
  }

  /// @param at where it is mounted
  /// @param subPath what of it; empty for all of it
  synchronized Mounted mount(String at, String subPath, boolean asReadOnly) throws Errno {
    Volume volume = made.orElseGet(make);
    made = Optional.of(volume);
    boolean locked = readOnly || asReadOnly;
    if (path.isEmpty() && subPath.isEmpty()) {
      return Mounted.whole(at, volume, locked);
    }
    if (subPath.isEmpty()) {
      return Part.of(at, volume, path, demand, MODE, locked);
    }
    // What the kubelet writes has what it has: nothing is made in it.
    return Part.of(at, volume, path + "/" + subPath, Demand.ANYTHING, MODE, locked);
  }

  /// Whether it can be mounted.
  ///
  /// @throws Errno why it cannot
  void check() throws Errno {
    if (!path.isEmpty()) {
      mount("/", "", readOnly);
    }
  }

  /// In bytes; what nobody has looked at is empty.
  synchronized long used() {
    return made.map(Volume::used).orElse(0L);
  }

  /// The pod is gone.
  synchronized void release() {
    if (own) {
      made.ifPresent(Volume::close);
      made = Optional.empty();
    }
  }
}

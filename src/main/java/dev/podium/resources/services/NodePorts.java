package dev.podium.resources.services;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The node ports of the cluster's Services, each with at most one owner. Guarded by its own lock.
///
/// Upstream: pkg/registry/core/service/portallocator.
final class NodePorts {
  private final int first;
  private final int last;
  private final RandomPick pick;
  private final Set<Long> taken = new HashSet<>();

  /// @param last the last port of the range, which belongs to it
  NodePorts(int first, int last, RandomGenerator random) {
    this.first = first;
    this.last = last;
    this.pick = new RandomPick(random);
  }

  /// Takes a certain port; answers why it cannot be had, in upstream's words.
  synchronized Optional<String> take(long port) {
    if (port < first || port > last) {
      return Optional.of(
          "provided port is not in the valid range. The range of valid ports is "
              + (first + "-" + last));
    }
    return taken.add(port) ? Optional.empty() : Optional.of("provided port is already allocated");
  }

  /// Any free port; nothing where all are taken.
  synchronized OptionalLong takeAny() {
    int size = last - first + 1;
    long reserved = size < 16 ? 0 : Math.clamp(size / 32, 16, 128);
    OptionalLong offset = pick.any(size, reserved, i -> !taken.contains(first + i));
    if (offset.isEmpty()) {
      return offset;
    }
    long port = first + offset.getAsLong();
    taken.add(port);
    return OptionalLong.of(port);
  }

  synchronized void release(long port) {
    taken.remove(port);
  }
}

package dev.podium.resources.services;

import dev.podium.object.Cidr;
import dev.podium.object.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The cluster addresses of Services: ranges of one family or two, out of which each address has at
/// most one owner. Guarded by its own lock.
///
/// Upstream: pkg/registry/core/service/ipallocator (MetaAllocator over ServiceCIDR objects). The
/// ranges that the cluster began with stay; others come and go with their ServiceCIDRs.
public final class ServiceAddresses {
  private final RandomPick pick;
  private final List<Cidr> lasting;
  private final Set<String> families = new LinkedHashSet<>();
  private final List<Cidr> ranges = new ArrayList<>();
  private final Set<IpAddress> taken = new HashSet<>();
  private final Set<IpAddress> kept = new HashSet<>();

  /// @param ranges one of the cluster's first family, and perhaps one of the other
  public ServiceAddresses(List<Cidr> ranges, RandomGenerator random) {
    this.pick = new RandomPick(random);
    this.lasting = List.copyOf(ranges);
    this.ranges.addAll(ranges);
    ranges.forEach(range -> families.add(range.first().family()));
  }

  /// The families that this cluster serves, the default one first.
  List<String> families() {
    return List.copyOf(families);
  }

  /// Gives out addresses of another range, too.
  public synchronized void add(Cidr range) {
    ranges.add(range);
  }

  /// Gives out no more addresses of a range.
  public synchronized void remove(Cidr range) {
    if (!lasting.contains(range) || ranges.indexOf(range) != ranges.lastIndexOf(range)) {
      ranges.remove(range);
    }
  }

  /// Takes a certain address; answers why it cannot be had, in upstream's words.
  public synchronized Optional<String> take(IpAddress address) {
    List<Cidr> containing = ranges.stream().filter(range -> range.contains(address)).toList();
    if (containing.isEmpty()) {
      return Optional.of("the provided network does not match the current range");
    }
    if (containing.stream().noneMatch(range -> isUsable(range, address))) {
      return Optional.of(
          "provided IP is not in the valid range. The range of valid IPs is "
              + containing.getFirst());
    }
    return !kept.contains(address) && taken.add(address)
        ? Optional.empty()
        : Optional.of("provided IP is already allocated");
  }

  /// Keeps an address from Services for whoever made an IPAddress for it.
  public synchronized void keep(IpAddress address) {
    kept.add(address);
  }

  /// Undoes [#keep].
  public synchronized void free(IpAddress address) {
    kept.remove(address);
  }

  /// The network's own address is never given out, nor is IPv4's broadcast address.
  private static boolean isUsable(Cidr range, IpAddress address) {
    return !address.equals(range.first())
        && !(address.isIpv4() && address.equals(range.address(range.size() - 1)));
  }

  /// Any free address of a family; nothing where all are taken.
  synchronized Optional<IpAddress> takeAny(String family) {
    for (Cidr range : ranges) {
      if (range.first().family().equals(family)) {
        Optional<IpAddress> found = takeAny(range);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<IpAddress> takeAny(Cidr range) {
    long size = range.size();
    long usable = Math.max(size - (range.first().isIpv4() ? 2 : 1), 0);
    long reserved = size < 16 ? 0 : Math.clamp(size / 16, 16, 256);
    OptionalLong offset = pick.any(usable, reserved, i -> isFree(range.address(i + 1)));
    if (offset.isEmpty()) {
      return Optional.empty();
    }
    IpAddress address = range.address(offset.getAsLong() + 1);
    taken.add(address);
    return Optional.of(address);
  }

  private boolean isFree(IpAddress address) {
    return !taken.contains(address) && !kept.contains(address);
  }

  public synchronized void release(IpAddress address) {
    taken.remove(address);
  }
}

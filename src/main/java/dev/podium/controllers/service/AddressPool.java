package dev.podium.controllers.service;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.Cidr;
import dev.podium.object.IpAddress;
import dev.podium.runtime.ControlLoops;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The addresses that load balancers may have. Which of them are taken the Services say themselves;
/// one that was given back is given out again as late as possible.
///
/// Not for several threads.
public final class AddressPool {
  private final Cidr range;
  private final Function<String, List<ApiObject>> holders;
  private long next = 1;

  /// @param range whose first address and last two are not given out: they are the network's own,
  ///   that of the ingress controller, and the one for everybody
  public AddressPool(ControlLoops loops, Cidr range) {
    this.range = range;
    this.holders =
        loops
            .informer(Kinds.SERVICE)
            .indexed("load balancer address", service -> addresses(service));
  }

  static List<String> addresses(ApiObject service) {
    return service.status().object("loadBalancer").objects("ingress").stream()
        .map(ingress -> ingress.string("ip"))
        .filter(ip -> !ip.isEmpty())
        .toList();
  }

  private long usable() {
    return range.size() - 3;
  }

  /// One that nobody has; empty where all are taken.
  Optional<String> next() {
    for (long attempt = 0; attempt < usable(); attempt++) {
      String address = range.address(next).toString();
      next = next >= usable() ? 1 : next + 1;
      if (holders.apply(address).isEmpty()) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  /// The one that somebody wishes for, where it is in the range and nobody has it.
  Optional<String> take(String wished) {
    return IpAddress.parse(wished)
        .filter(range::contains)
        .map(IpAddress::toString)
        .filter(address -> holders.apply(address).isEmpty());
  }
}

package dev.podium.controllers.endpoints;

import dev.podium.object.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/// The order of the ports of Endpoints: that of a hash of each.
///
/// Upstream: pkg/api/v1/endpoints/util.go (SortSubsets), with apimachinery's dump of an object and
/// FNV-1a of 128 bits.
final class PortOrder {
  private static final BigInteger BASIS = new BigInteger("6c62272e07bb014262b821756295c58d", 16);
  private static final BigInteger PRIME =
      BigInteger.ONE.shiftLeft(88).add(BigInteger.valueOf(0x13b));
  private static final BigInteger MASK = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

  private PortOrder() {}

  static List<JsonObject> sort(List<JsonObject> ports) {
    return ports.size() < 2
        ? ports
        : ports.stream().sorted(Comparator.comparing(PortOrder::hash)).toList();
  }

  private static BigInteger hash(JsonObject port) {
    String dump =
        "(v1.EndpointPort){Name:(string)%s Port:(int32)%d Protocol:(v1.Protocol)%s AppProtocol:(*string)%s}"
            .formatted(
                port.string("name"),
                port.integer("port"),
                port.string("protocol"),
                port.findString("appProtocol").orElse("<nil>"));
    BigInteger hash = BASIS;
    for (byte b : dump.getBytes(StandardCharsets.UTF_8)) {
      hash = hash.xor(BigInteger.valueOf(b & 0xff)).multiply(PRIME).and(MASK);
    }
    return hash;
  }
}

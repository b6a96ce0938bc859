package dev.podium.kubelet.pod;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the downward API tells a container of its pod.
///
/// Upstream: pkg/fieldpath, pkg/api/v1/resource/helpers.go (ExtractContainerResourceValue).
final class FieldValues {
  private final ApiObject pod;
  private final String podAddress;
  private final String hostAddress;
  private final Optional<ApiObject> node;

  FieldValues(ApiObject pod, String podAddress, String hostAddress, Optional<ApiObject> node) {
    this.pod = pod;
    this.podAddress = podAddress;
    this.hostAddress = hostAddress;
    this.node = node;
  }

  static FieldValues of(Sync sync) {
    return new FieldValues(
        sync.pod(),
        sync.run().address(),
        sync.world().nodeAddress(sync.node()),
        sync.world().find(Kinds.NODE, "", sync.node()));
  }

  /// @param path such as `metadata.labels['app']` or `status.podIP`
  String field(String path) {
    int bracket = path.indexOf("['");
    if (bracket > 0) {
      String key = path.substring(bracket + 2, path.length() - 2);
      return (path.startsWith("metadata.labels") ? pod.labels() : pod.annotations())
          .getOrDefault(key, "");
    }
    return switch (path) {
      case "metadata.labels" -> lines(pod.labels());
      case "metadata.annotations" -> lines(pod.annotations());
      case "status.podIP", "status.podIPs" -> podAddress;
      case "status.hostIP", "status.hostIPs" -> hostAddress;
      default -> pod.root().string(path.split("\\."));
    };
  }

  private static String lines(Map<String, String> map) {
    return new TreeMap<>(map)
        .entrySet().stream()
            .map(e -> e.getKey() + "=\"" + escaped(e.getValue()) + "\"")
            .collect(Collectors.joining("\n"));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\t", "\\t");
  }

  /// @param reference with `resource`, `divisor` and perhaps `containerName`
  /// @param own the container that it stands in, where it does in one
  String resource(JsonObject reference, Optional<JsonObject> own) {
    String name = reference.string("containerName");
    JsonObject container =
        name.isEmpty()
            ? own.orElse(JsonObject.EMPTY)
            : Containers.all(pod)
                .filter(c -> c.string("name").equals(name))
                .findFirst()
                .orElse(JsonObject.EMPTY);
    String[] path = reference.string("resource").split("\\.", 2);
    String resource = path.length > 1 ? path[1] : "";
    Optional<String> given = container.findString("resources", path[0], resource);
    if (given.isEmpty() && path[0].equals("limits")) {
      given = node.flatMap(n -> n.status().findString("allocatable", resource));
    }
    Quantity quantity = given.map(Quantity::parse).orElse(Quantity.ZERO);
    Quantity divisor = Quantity.parse(reference.findString("divisor").orElse("1"));
    BigDecimal by = divisor.isZero() ? BigDecimal.ONE : divisor.amount();
    return quantity.amount().divide(by, 0, RoundingMode.CEILING).toPlainString();
  }
}

package dev.podium.resources.devices;

import dev.podium.cel.CelCompileException;
import dev.podium.cel.CelEnvironment;
import dev.podium.cel.ValueType;
import dev.podium.cel.ValueType.MapOf;
import dev.podium.cel.ValueType.Simple;
import dev.podium.cel.ValueType.Structure;
import java.util.List;
import java.util.Map;

/// The expressions that select devices: what they may say of a `device`.
///
/// Upstream: dynamic-resource-allocation/cel/compile.go.
final class DeviceExpressions {
  private static final Structure DEVICE =
      Structure.of(
          "kubernetes.DRADevice",
          Map.of(
              "driver",
              Simple.STRING,
              "attributes",
              new MapOf(new MapOf(Simple.DYN)),
              "capacity",
              new MapOf(new MapOf(Simple.DYN)),
              "allowMultipleAllocations",
              Simple.BOOL));

  private DeviceExpressions() {}

  /// @throws CelCompileException where it is none, or none that says yes or no
  static void compile(String expression) throws CelCompileException {
    // Made anew each time: an environment keeps what it has compiled, and these come from anybody.
    CelEnvironment.of(Map.<String, ValueType>of("device", DEVICE))
        .compile(expression, List.of(Simple.BOOL));
  }
}

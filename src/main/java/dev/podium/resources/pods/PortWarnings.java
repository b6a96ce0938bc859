package dev.podium.resources.pods;

import dev.podium.object.FieldPath;
import dev.podium.object.GoText;
import dev.podium.resources.fields.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Ports of a pod's containers that get into each other's way.
///
/// Upstream: pkg/api/pod/warnings.go (warningsForOverlappingVirtualPorts) and its neighbours.
final class PortWarnings {
  private final Part spec;
  private final List<String> warnings = new ArrayList<>(0);

  private PortWarnings(Part spec) {
    this.spec = spec;
  }

  static List<String> of(Part spec) {
    PortWarnings ports = new PortWarnings(spec);
    ports.definitions();
    ports.names();
    return ports.warnings;
  }

  private void warn(FieldPath path, String text) {
    warnings.add(path + ": " + text);
  }

  private void definitions() {
    Map<String, List<Part>> known = new HashMap<>();
    for (Part container : AllContainers.of(spec)) {
      for (Part port : container.items("ports")) {
        if (!port.string("hostIP").isEmpty() && port.integer("hostPort") == 0) {
          warn(port.path(), "hostIP set without hostPort: " + goPort(port));
        }
        String key = port.integer("containerPort") + "/" + port.string("protocol");
        List<Part> others = known.computeIfAbsent(key, _ -> new ArrayList<>());
        others.forEach(other -> overlap(port, other));
        others.add(port);
      }
    }
  }

  private static String goPort(Part port) {
    return "{Name:%s HostPort:%d ContainerPort:%d Protocol:%s HostIP:%s}"
        .formatted(
            port.string("name"),
            port.integer("hostPort"),
            port.integer("containerPort"),
            port.string("protocol"),
            port.string("hostIP"));
  }

  private void overlap(Part port, Part other) {
    long host = port.integer("hostPort");
    long otherHost = other.integer("hostPort");
    String ip = port.string("hostIP");
    String otherIp = other.string("hostIP");
    if (ip.equals(otherIp) && host == otherHost) {
      warn(port.path(), "duplicate port definition with " + other.path());
    } else if (host == 0 || otherHost == 0) {
      warn(port.path(), "overlapping port definition with " + other.path());
    } else if (host == otherHost && ip.isEmpty() != otherIp.isEmpty()) {
      warn(port.path(), "dangerously ambiguous port definition with " + other.path());
    }
  }

  private void names() {
    Map<String, FieldPath> known = new HashMap<>();
    for (Part container : AllContainers.of(spec)) {
      for (Part port : container.items("ports")) {
        String name = port.string("name");
        FieldPath other = name.isEmpty() ? null : known.putIfAbsent(name, port.child("name"));
        if (other != null) {
          warn(
              port.child("name"),
              "duplicate port name %s with %s, services and probes that select ports by name will use %s"
                  .formatted(GoText.quote(name), other, other));
        }
      }
    }
  }
}

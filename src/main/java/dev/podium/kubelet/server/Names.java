package dev.podium.kubelet.server;

import dev.podium.kubelet.process.Process;
import dev.podium.network.ConnectFailure;
import dev.podium.network.NameServer;
import dev.podium.network.NameServer.RecordType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds addresses of names as the C library does for a process: `/etc/hosts`, then the search
/// domains of `/etc/resolv.conf` in turn.
public final class Names {
  private Names() {}

  public static Optional<String> address(Process self, String host) {
    if (host.matches("[0-9.]+") || host.contains(":")) {
      return Optional.of(host);
    }
    return hosts(self, host).or(() -> query(self, host));
  }

  private static Optional<String> hosts(Process self, String host) {
    return lines(self, "/etc/hosts").stream()
        .map(line -> List.of(line.strip().split("\\s+")))
        .filter(words -> !words.getFirst().contains(":"))
        .filter(words -> words.subList(1, words.size()).contains(host))
        .map(List::getFirst)
        .findFirst();
  }

  private static Optional<String> query(Process self, String host) {
    List<String> names = new ArrayList<>();
    for (String line : lines(self, "/etc/resolv.conf")) {
      if (line.startsWith("search ") && !host.endsWith(".")) {
        for (String domain : line.substring(7).strip().split("\\s+")) {
          names.add(host + "." + domain);
        }
      }
    }
    names.add(host);
    for (String name : names) {
      Optional<String> found = ask(self, name);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> ask(Process self, String name) {
    try {
      return self.network().nameServer().query(name, RecordType.A).resources().stream()
          .filter(resource -> resource.type() == RecordType.A)
          .map(NameServer.Resource::data)
          .findFirst();
    } catch (ConnectFailure _) {
      return Optional.empty();
    }
  }

  private static List<String> lines(Process self, String path) {
    try {
      return new String(self.files().bytes(path), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException _) {
      return List.of();
    }
  }
}

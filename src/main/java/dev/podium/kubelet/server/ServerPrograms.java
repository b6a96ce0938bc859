package dev.podium.kubelet.server;

import dev.podium.kubelet.process.Program;
import java.util.HashMap;
import java.util.Map;

/// The servers that there are, by the names that images call them by.
public final class ServerPrograms {
  private ServerPrograms() {}

  public static Map<String, Program> all() {
    Map<String, Program> all = new HashMap<>();
    service(all, "nginx", Nginx::start);
    return all;
  }

  private static void service(Map<String, Program> all, String name, Program.Service service) {
    all.put(name, service);
  }
}

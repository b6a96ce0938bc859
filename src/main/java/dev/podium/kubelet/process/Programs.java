package dev.podium.kubelet.process;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The programs that there are, by the names that executable files in images call them by.
public final class Programs {
  /// How an executable file begins; the name of its program follows, up to the end of the line.
  private static final String MAGIC = "\u007fELF podium:";

  private final Map<String, Program> byName;

  private Programs(Map<String, Program> byName) {
    this.byName = Map.copyOf(byName);
  }

  /// @param sets where two have the same name, the later one counts
  @SafeVarargs
  public static Programs of(Map<String, ? extends Program>... sets) {
    Map<String, Program> all = new HashMap<>();
    List.of(sets).forEach(all::putAll);
    return new Programs(all);
  }

  /// The program of a name; where there is none, one that says so.
  public Program get(String name) {
    Program found = byName.get(name);
    return found != null ? found : (Program.Command) Programs::notSimulated;
  }

  public boolean has(String name) {
    return byName.containsKey(name);
  }

  private static int notSimulated(Process self) throws java.io.IOException {
    String path = self.arguments().getFirst();
    self.complain("podium: " + path.substring(path.lastIndexOf('/') + 1) + " is not simulated");
    return 127;
  }

  /// What an executable file holds.
  public static byte[] executable(String program) {
    return (MAGIC + program + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// Which program a file holds, if any.
  public static Optional<String> program(byte[] content) {
    String start =
        new String(content, 0, Math.min(content.length, 200), StandardCharsets.ISO_8859_1);
    int end = start.indexOf('\n');
    return start.startsWith(MAGIC) && end > 0
        ? Optional.of(start.substring(MAGIC.length(), end))
        : Optional.empty();
  }
}

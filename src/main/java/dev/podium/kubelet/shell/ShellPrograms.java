package dev.podium.kubelet.shell;

import dev.podium.kubelet.command.Commands;
import dev.podium.kubelet.process.Program;
import dev.podium.kubelet.program.Sleep;
import java.util.HashMap;
import java.util.Map;

/// The shells and the commands of simulated containers, by the names of their programs.
public final class ShellPrograms {
  private ShellPrograms() {}

  /// The shell `sh` is whichever one the container's image has.
  public static Map<String, Program> programs() {
    Map<String, Program> programs = new HashMap<>(Commands.programs());
    programs.put("bash", (Program.Command) self -> new Startup(self, Dialect.BASH).run());
    programs.put("ash", (Program.Command) self -> new Startup(self, Dialect.ASH).run());
    programs.put("dash", (Program.Command) self -> new Startup(self, Dialect.DASH).run());
    programs.put("sh", (Program.Command) self -> new Startup(self, Startup.usual(self)).run());
    if (programs.get("sleep") instanceof Program.Command sleep) {
      programs.put("sleep", new Sleep(sleep));
    }
    return Map.copyOf(programs);
  }
}

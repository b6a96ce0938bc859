package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Program;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The commands that there are.
public final class Commands {
  private static final Map<String, Tool> TOOLS = new TreeMap<>();

  static {
    TOOLS.put("echo", cli -> Printf.echo(cli, false));
    TOOLS.put("echo -e", cli -> Printf.echo(cli, true));
    TOOLS.put("printf", Printf::printf);
    TOOLS.put("test", TestCommand::run);
    TOOLS.put("[", TestCommand::run);
    TextCommands.register(TOOLS);
    LineCommands.register(TOOLS);
    FileCommands.register(TOOLS);
    NodeCommands.register(TOOLS);
    SystemCommands.register(TOOLS);
    ProcessCommands.register(TOOLS);
    NumberCommands.register(TOOLS);
    DataCommands.register(TOOLS);
    NetCommands.register(TOOLS);
    HonestCommands.register(TOOLS);
    TOOLS.put("find", FindCommand::run);
    for (String awk : List.of("awk", "gawk", "mawk", "nawk")) {
      TOOLS.put(awk, AwkCommand::run);
    }
    TOOLS.put("grep", GrepCommand::run);
    TOOLS.put("egrep", GrepCommand::run);
    TOOLS.put("fgrep", GrepCommand::run);
    TOOLS.put("sleep", Commands::sleep);
    TOOLS.put("sed", SedCommand::run);
  }

  private Commands() {}

  /// The command that `busybox` is asked for.
  static Optional<Tool> tool(String name) {
    return Optional.ofNullable(TOOLS.get(name));
  }

  /// By the names that executables in images call them by.
  public static Map<String, Program> programs() {
    Map<String, Program> programs = new HashMap<>();
    TOOLS.forEach((name, tool) -> programs.put(name, (Program.Command) self -> start(self, tool)));
    return programs;
  }

  private static int sleep(Cli cli) throws InterruptedException {
    if (cli.arguments().isEmpty()) {
      throw Usage.missing(cli, "operand");
    }
    cli.self().sleep(ProcessCommands.duration(cli, cli.arguments()));
    return 0;
  }

  private static int start(Process self, Tool tool) throws IOException, InterruptedException {
    Cli.Streams streams = new Cli.Streams(self.stdin(), self.stdout(), self.stderr());
    return new Cli(self, self.arguments(), self.environment(), streams).run(tool);
  }

  /// Runs one of them for a shell that has it built in.
  public static int run(String name, Cli cli) throws IOException, InterruptedException {
    Tool tool = TOOLS.get(name);
    if (tool == null) {
      throw new IllegalArgumentException(name);
    }
    return cli.run(tool);
  }
}

package dev.podium.kubelet.program;

import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.program.Timeline.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Runs command lines by what is known of the image and of usual commands; nothing runs on the
/// host.
public final class SimulatedPrograms implements Program {
  private static final Duration STARTUP = Duration.ofMillis(50);

  @Override
  public ContainerProcess start(Launch launch) throws StartFailure {
    boolean server = !launch.image().program().equals("shell");
    return new TimedProcess(launch, commandLine(launch, Set.of(), launch.command()), server);
  }

  /// @param files that are there besides the image's
  /// @throws StartFailure where there is no such command
  static Timeline commandLine(Launch launch, Set<String> files, List<String> command)
      throws StartFailure {
    List<String> own = new ArrayList<>(launch.image().entrypoint());
    own.addAll(launch.image().arguments());
    String name = command.isEmpty() ? "" : baseName(command.getFirst());
    if (command.isEmpty() || !launch.image().program().equals("shell") && isOwn(command, own)) {
      return image(launch);
    }
    if (Commands.isShell(name)) {
      return shell(launch, files, command);
    }
    if (Commands.isKnown(name)) {
      return new ShellScript(launch, files).command(command);
    }
    if (launch.image().closed() && !command.getFirst().endsWith(".sh")) {
      throw notFound(command.getFirst());
    }
    return Timeline.endless(List.of(), Optional.of(0));
  }

  /// The image's own program, perhaps with other arguments, is started directly or through its
  /// entry point.
  private static boolean isOwn(List<String> command, List<String> own) {
    if (own.isEmpty()) {
      return false;
    }
    String first = baseName(command.getFirst());
    return !Commands.isShell(first)
        && own.stream().limit(2).anyMatch(part -> baseName(part).equals(first));
  }

  private static Timeline image(Launch launch) {
    List<Line> lines =
        launch.image().log().stream().map(text -> new Line(STARTUP, false, text)).toList();
    return switch (launch.image().program()) {
      case "once" ->
          new Timeline(
              lines,
              Optional.empty(),
              Optional.of(new Timeline.End(STARTUP.plus(STARTUP), 0)),
              false,
              Optional.empty(),
              List.of());
      case "shell" ->
          launch.interactive()
              ? Timeline.endless(lines, Optional.empty())
              : Timeline.ending(STARTUP, 0);
      case "idle" -> Timeline.endless(lines, Optional.empty());
      default -> Timeline.endless(lines, Optional.of(0));
    };
  }

  private static Timeline shell(Launch launch, Set<String> files, List<String> command) {
    int script = -1;
    for (int i = 1; i < command.size(); i++) {
      String option = command.get(i);
      if (option.startsWith("-") && !option.startsWith("--") && option.contains("c")) {
        script = i + 1;
        break;
      }
    }
    if (script < 0) {
      return command.size() == 1
          ? image(asShell(launch))
          : Timeline.endless(List.of(), Optional.of(0));
    }
    if (script >= command.size()) {
      return Timeline.ending(STARTUP, 2);
    }
    return new ShellScript(launch, files).script(command.get(script));
  }

  private static Launch asShell(Launch launch) {
    Image image = launch.image();
    return new Launch(
        new Image(
            "shell",
            image.entrypoint(),
            image.arguments(),
            image.size(),
            image.ports(),
            image.user(),
            image.closed(),
            List.of()),
        launch.command(),
        launch.environment(),
        launch.hostname(),
        launch.ports(),
        launch.interactive(),
        launch.memoryLimit(),
        launch.at());
  }

  static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static StartFailure notFound(String command) {
    String why =
        command.startsWith("/") || command.startsWith(".")
            ? "stat " + command + ": no such file or directory"
            : "executable file not found in $PATH";
    return new StartFailure(
        ("failed to create containerd task: failed to create shim task: OCI runtime create failed:"
                + " runc create failed: unable to start container process: error during container"
                + " init: exec: \"%s\": %s")
            .formatted(command, why));
  }
}

package dev.podium.kubelet.kernel;

import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.kernel.Loader.Loaded;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.Process.Inheritance;
import dev.podium.kubelet.process.Programs;
import dev.podium.kubelet.process.Terminal;
import dev.podium.kubelet.process.Variables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Starts a process that no other one starts: the first of a container, or one that is run beside
/// it. It begins with the environment and in the directory of its container.
final class Launch {
  private final LiveContainer container;
  private final List<String> command;
  private final boolean lenient;

  /// @param lenient whether a program that nobody knows goes on quietly, as in an image of which
  ///   not everything is known
  Launch(LiveContainer container, List<String> command, boolean lenient) {
    this.container = container;
    this.command = command;
    this.lenient = lenient;
  }

  /// @param session that it leads before it begins
  /// @param onEnd called once, when it has ended
  /// @throws StartFailure where there is no such command
  Task begin(
      StandardStreams streams,
      Optional<PseudoTerminal> screen,
      Session session,
      Consumer<Task> onEnd)
      throws StartFailure {
    Optional<Terminal> terminal = screen.map(t -> t);
    Inheritance inheritance =
        new Inheritance(
            environment(terminal.isPresent()),
            container.spec().directory(),
            streams.stdin(),
            streams.stdout(),
            streams.stderr());
    Task who = new Task(container, 0, command, inheritance, terminal, onEnd);
    try {
      Loaded loaded = load(who, inheritance.environment());
      Task task = new Task(container, 0, loaded.arguments(), inheritance, terminal, onEnd);
      session.leadBy(task);
      task.begin(loaded.program(), Optional.empty());
      return task;
    } catch (Errno e) {
      throw StartFailure.of(command.isEmpty() ? "" : command.getFirst(), e);
    }
  }

  private Loaded load(Task who, Map<String, String> environment) throws Errno {
    Programs programs = container.kernel().programs();
    try {
      return new Loader(programs, who.files(), who).load(command, environment);
    } catch (Errno e) {
      boolean missing = e.code() == Errno.Code.ENOENT && !command.isEmpty();
      if (!lenient || !missing || !programs.has(Image.SERVER)) {
        throw e;
      }
      return new Loaded(programs.get(Image.SERVER), command);
    }
  }

  private Map<String, String> environment(boolean withTerminal) {
    if (!withTerminal) {
      return container.spec().environment();
    }
    Map<String, String> all = new LinkedHashMap<>(container.spec().environment());
    all.putIfAbsent("TERM", "xterm");
    return Variables.of(all);
  }
}

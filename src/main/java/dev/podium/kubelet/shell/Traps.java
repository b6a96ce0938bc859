package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Signal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a shell does when a signal has come, a command has failed, or it ends.
final class Traps {
  static final String EXIT = "EXIT";
  static final String ERR = "ERR";

  private final Shell shell;
  private final Map<String, String> actions = new LinkedHashMap<>();
  private boolean running;

  Traps(Shell shell) {
    this.shell = shell;
  }

  boolean isEmpty() {
    return actions.isEmpty();
  }

  /// The actions by their conditions, in order.
  Map<String, String> all() {
    return actions;
  }

  /// @param condition the name of a signal, or of something else that happens
  Optional<String> action(String condition) {
    return Optional.ofNullable(actions.get(condition));
  }

  void set(String condition, String action) {
    actions.put(condition, action);
    Process process = shell.process();
    Signal.parse(condition)
        .ifPresent(signal -> {
          if (action.isEmpty()) {
            process.ignore(signal);
          } else {
            process.onSignal(signal, () -> shell.jobs().tell(new Jobs.Event.Caught(signal)));
          }
        });
  }

  void lift(String condition) {
    actions.remove(condition);
    Signal.parse(condition).ifPresent(shell.process()::defaultAction);
  }

  /// Runs the traps of signals that have come, and takes notice of jobs that have ended.
  void attend() throws InterruptedException, IOException {
    shell.process().checkpoint();
    while (!running) {
      Optional<Jobs.Event> event = shell.jobs().poll();
      if (event.isEmpty()) {
        return;
      }
      attend(event.get());
    }
  }

  /// @return the signal that it was, if any
  Optional<Signal> attend(Jobs.Event event) throws InterruptedException, IOException {
    return switch (event) {
      case Jobs.Event.Ended _ -> Optional.empty();
      case Jobs.Event.Caught(Signal signal) -> {
        Optional<String> action = action(signal.name());
        if (action.isPresent()) {
          run(action.get());
        }
        yield Optional.of(signal);
      }
    };
  }

  private void run(String action) throws InterruptedException, IOException {
    int before = shell.status();
    running = true;
    try {
      shell.interpreter().script(action);
    } finally {
      running = false;
    }
    shell.status(before);
  }

  /// The shell ends.
  ///
  /// @param code that it ends with unless the trap says otherwise
  int exit(int code) throws InterruptedException, IOException {
    Optional<String> action = Optional.ofNullable(actions.remove(EXIT));
    if (action.isPresent()) {
      try {
        shell.interpreter().script(action.get());
      } catch (Flow.Exit exit) {
        return exit.status;
      }
    }
    return code;
  }
}

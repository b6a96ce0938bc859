package dev.podium.kubelet.kernel;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.MemoryExhausted;
import dev.podium.kubelet.process.Program;
import dev.podium.kubelet.process.Signal;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Runs the program of a process, and those that take its place by exec(2), and makes an exit code
/// of how the last one ends.
final class Execution implements Runnable {
  private static final Logger LOG = System.getLogger(Execution.class.getName());

  /// What is no exit code: a service has begun.
  private static final int STARTED = Integer.MIN_VALUE;

  private static final int BROKEN_PIPE = 128 + Signal.PIPE.number();
  private static final int SEGMENTATION_FAULT = 128 + 11;

  private final Task task;
  private final TaskState state;
  private final Program first;

  Execution(Task task, TaskState state, Program first) {
    this.task = task;
    this.state = state;
    this.first = first;
  }

  @Override
  public void run() {
    Program program = first;
    while (true) {
      try {
        int code = run(program);
        if (code == STARTED) {
          state.leaveThread();
        } else {
          task.end(code);
        }
        return;
      } catch (Replaced replaced) {
        program = replaced.by;
      }
    }
  }

  private int run(Program program) {
    try {
      return switch (program) {
        case Program.Command command -> command.run(task);
        case Program.Service service -> {
          if (!state.hasEnded()) {
            service.start(task);
            task.listens();
          }
          yield STARTED;
        }
      };
    } catch (InterruptedException _) {
      return 128 + Signal.INT.number();
    } catch (Errno e) {
      return e.code() == Errno.Code.EPIPE ? BROKEN_PIPE : failed(e);
    } catch (IOException e) {
      return failed(e);
    } catch (MemoryExhausted e) {
      return failed(new Errno(Errno.Code.ENOMEM));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.log(Level.WARNING, () -> "simulated " + name() + " failed", e);
      return SEGMENTATION_FAULT;
    }
  }

  private int failed(IOException e) {
    if (!state.hasEnded()) {
      try {
        task.complain(name() + ": " + e.getMessage());
      } catch (IOException _) {
        // Nobody wants to hear it.
      }
    }
    return 1;
  }

  private String name() {
    String path = task.arguments().isEmpty() ? "process" : task.arguments().getFirst();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// Unwinds a program that another one takes the place of.
  static final class Replaced extends Error {
    private static final long serialVersionUID = 1;
    private final transient Program by;

    Replaced(Program by) {
      super(null, null, false, false);
      this.by = by;
    }
  }
}

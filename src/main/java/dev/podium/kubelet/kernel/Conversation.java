package dev.podium.kubelet.kernel;

import dev.podium.kubelet.process.Process.Child;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/// A process and who talks to it from outside of its container.
public final class Conversation implements AutoCloseable {
  private final Child process;
  private final OutputStream stdin;
  private final InputStream stdout;
  private final InputStream stderr;
  private final Optional<PseudoTerminal> terminal;
  private final Runnable farewell;

  /// @param farewell what else is to be done when nobody listens any longer
  Conversation(
      Child process,
      OutputStream stdin,
      InputStream stdout,
      InputStream stderr,
      Optional<PseudoTerminal> terminal,
      Runnable farewell) {
    this.process = process;
    this.stdin = stdin;
    this.stdout = stdout;
    this.stderr = stderr;
    this.terminal = terminal;
    this.farewell = farewell;
  }

  public OutputStream stdin() {
    return stdin;
  }

  public InputStream stdout() {
    return stdout;
  }

  public InputStream stderr() {
    return stderr;
  }

  public void resize(int columns, int rows) {
    terminal.ifPresent(t -> t.resize(columns, rows));
  }

  public int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  /// The exit code, once there is one.
  public Optional<Integer> exitCode() {
    return process.exitCode();
  }

  /// Ends the process as SIGKILL does.
  public void kill() {
    if (process instanceof Task task) {
      task.end(137);
    }
  }

  @Override
  public void close() {
    try {
      stdin.close();
      stdout.close();
      stderr.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      farewell.run();
    }
  }
}

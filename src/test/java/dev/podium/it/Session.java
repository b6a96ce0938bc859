package dev.podium.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.pty4j.PtyProcess;
import com.pty4j.WinSize;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A command that runs while its test goes on: what it prints is read as it comes, what a user
/// would type is written to it. Closing it ends the command.
final class Session implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final Thread reader;
  private final StringBuilder printed = new StringBuilder();
  private int seen;

  private Session(Process process) {
    this.process = process;
    this.reader = Thread.ofPlatform().daemon().name("session").start(this::read);
  }

  /// Of a process just started, whose two outputs are one.
  static Session of(Process process) {
    return new Session(process);
  }

  private void read() {
    char[] buffer = new char[1024];
    try (Reader in = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        synchronized (printed) {
          printed.append(buffer, 0, count);
        }
      }
    } catch (IOException _) {
      // A terminal whose other side is gone: nothing more comes.
    }
  }

  /// Everything that was printed.
  String output() {
    synchronized (printed) {
      return printed.toString();
    }
  }

  /// Waits until a text is printed after what was awaited before, and gives all up to its end.
  String awaits(String text) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertThat(output().substring(seen)).contains(text));
    int end = output().indexOf(text, seen) + text.length();
    String news = output().substring(seen, end);
    seen = end;
    return news;
  }

  void types(String text) {
    try {
      process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The user drags the corner of a terminal's window.
  void resizes(int columns, int rows) {
    ((PtyProcess) process).setWinSize(new WinSize(columns, rows));
  }

  /// Waits for its end, after which all it printed is here, and gives the exit code.
  int ends() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || !reader.join(PATIENCE)) {
        throw new AssertionError("no end after: " + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    ends();
  }
}

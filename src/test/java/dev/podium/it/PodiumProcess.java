package dev.podium.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// The built jar as a process of its own, on free ports of loopback, in a folder of its own.
public final class PodiumProcess implements AutoCloseable {
  private static final Pattern HTTPS = Pattern.compile("https://127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern HTTP = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final Path directory;
  private final Path output;

  private PodiumProcess(Process process, Path directory, Path output) {
    this.process = process;
    this.directory = directory;
    this.output = output;
  }

  /// Starts it with further arguments and waits until it says that it is ready.
  public static PodiumProcess start(Path directory, String... arguments) {
    Path output = directory.resolve("output");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("podium.jar"),
                "--podium.https.port=0",
                "--podium.http.port=0",
                "--podium.data-dir=" + directory.resolve("data")));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      PodiumProcess podium = new PodiumProcess(process, directory, output);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> podium.output().contains("KUBECONFIG") || !process.isAlive());
      return podium;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What it has printed so far.
  public String output() {
    try {
      return Files.exists(output) ? Files.readString(output) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path kubeconfig() {
    return directory.resolve("data").resolve("kubeconfig");
  }

  public int httpsPort() {
    return port(HTTPS);
  }

  public int httpPort() {
    return port(HTTP);
  }

  private int port(Pattern pattern) {
    Matcher matcher = pattern.matcher(output());
    if (!matcher.find()) {
      throw new IllegalStateException("no address in: " + output());
    }
    return Integer.parseInt(matcher.group(1));
  }

  /// Sends SIGTERM and gives the exit code.
  public int stop() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("still running 30 s after SIGTERM");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }
}

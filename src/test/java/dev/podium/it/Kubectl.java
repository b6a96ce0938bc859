package dev.podium.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.pty4j.PtyProcessBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One kubectl binary, pointed at a cluster by a kubeconfig.
record Kubectl(Path binary, Path kubeconfig) {
  /// The size of a terminal.
  static final int COLUMNS = 160;

  static final int ROWS = 40;

  private static final long PATIENCE_SECONDS = 60;

  /// Looked for once.
  private static final class Found {
    static final List<Path> BINARIES = find();
  }

  /// What a command printed, both streams as one, and how it ended.
  record Result(int exit, String output) {}

  /// The kubectl that the build brings and every `kubectl` or `kubectl.1.N` on the PATH; none where
  /// there is none.
  static List<Path> binaries() {
    return Found.BINARIES;
  }

  private static List<Path> find() {
    Set<Path> found = new LinkedHashSet<>();
    Path bundled = Path.of(System.getProperty("podium.clients", ""), "kubectl", "kubectl");
    if (runs(bundled)) {
      found.add(bundled);
    }
    Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(Path::of)
        .flatMap(Kubectl::kubectls)
        .filter(Kubectl::runs)
        .forEach(found::add);
    return List.copyOf(found);
  }

  /// The same, for tests that are skipped where there is none.
  static List<Path> required() {
    List<Path> found = binaries();
    assumeFalse(found.isEmpty(), "there is no kubectl here: its tests are skipped");
    return found;
  }

  /// One of its own for each binary, so that they don't meet.
  static String namespace(String prefix, Path binary) {
    return "%s-%s-%d"
        .formatted(
            prefix,
            binary.getFileName().toString().replace('.', '-'),
            Math.floorMod(binary.hashCode(), 1000));
  }

  private static Stream<Path> kubectls(Path directory) {
    try {
      Path real = directory.resolve("kubectl");
      Path folder = Files.exists(real) ? real.toRealPath().getParent() : directory;
      if (folder == null || !Files.isDirectory(folder)) {
        return Stream.empty();
      }
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .filter(file -> file.getFileName().toString().matches("kubectl(\\.1\\.\\d+)?"))
            .sorted()
            .toList()
            .stream();
      }
    } catch (IOException _) {
      return Stream.empty();
    }
  }

  private static boolean runs(Path binary) {
    try {
      Process process =
          new ProcessBuilder(binary.toString(), "version", "--client")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Runs a line of shell that must succeed, and gives what it printed.
  String run(String line) {
    Result result = sh(line);
    assertThat(result.exit()).as("%s%n%s", line, result.output()).isZero();
    return result.output();
  }

  /// Starts one kubectl with the arguments of a shell's line, and leaves it running.
  Session start(String arguments) {
    try {
      return Session.of(process("exec '" + binary + "' " + arguments));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same at a terminal of its own.
  Session terminal(String arguments) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putAll(environment());
    environment.put("TERM", "xterm");
    try {
      return Session.of(
          new PtyProcessBuilder(new String[] {"sh", "-c", "exec '" + binary + "' " + arguments})
              .setEnvironment(environment)
              .setInitialColumns(COLUMNS)
              .setInitialRows(ROWS)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process process(String line) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true);
    builder.environment().putAll(environment());
    return builder.start();
  }

  private Map<String, String> environment() {
    return Map.of(
        "KUBECONFIG", kubeconfig.toString(),
        "HOME", kubeconfig.resolveSibling("home").toString(),
        "KUBE_EDITOR", "sed -i s/before/after/");
  }

  /// Runs a line of shell in which `kubectl` is this binary.
  Result sh(String line) {
    try {
      Process process = process("kubectl() { '" + binary + "' \"$@\"; }; " + line);
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("no end of: " + line);
      }
      return new Result(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

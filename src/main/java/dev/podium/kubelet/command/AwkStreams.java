package dev.podium.kubelet.command;

import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.Process;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files and commands that an awk script writes to and reads from, by their names.
final class AwkStreams {
  private final Cli cli;
  private final Map<String, OutputStream> outputs = new HashMap<>();
  private final Map<String, Process.Child> children = new HashMap<>();
  private final Map<String, Lines> sources = new HashMap<>();

  AwkStreams(Cli cli) {
    this.cli = cli;
  }

  /// Where `print > target` and its like write to, opened when it is first named.
  OutputStream output(String operator, String target) throws IOException, InterruptedException {
    OutputStream found = outputs.get(target);
    if (found != null) {
      return found;
    }
    cli.flush();
    OutputStream out;
    if (operator.equals("|")) {
      Process.Pipe pipe = cli.self().pipe();
      Process.Inheritance io =
          new Process.Inheritance(
              cli.environment(),
              cli.self().directory(),
              pipe.source(),
              cli.self().stdout(),
              cli.err());
      children.put(target, cli.self().spawn(List.of("sh", "-c", target), io));
      pipe.source().close();
      out = pipe.sink();
    } else {
      out =
          cli.create(
              target, operator.equals(">>") ? FileSystem.Open.APPEND : FileSystem.Open.TRUNCATE);
    }
    outputs.put(target, out);
    return out;
  }

  /// @return what `close` does: the status of a command, -1 where nothing was open
  int close(String name) throws IOException, InterruptedException {
    Optional<OutputStream> out = Optional.ofNullable(outputs.remove(name));
    Optional<Lines> in = Optional.ofNullable(sources.remove(name));
    if (out.isPresent()) {
      out.get().close();
    }
    if (in.isPresent()) {
      in.get().close();
    }
    Optional<Process.Child> child = Optional.ofNullable(children.remove(name));
    return child.isPresent() ? child.get().waitFor() : out.isPresent() || in.isPresent() ? 0 : -1;
  }

  /// Closes all, and waits for the commands behind.
  void close() throws IOException, InterruptedException {
    cli.flush();
    for (String name : List.copyOf(outputs.keySet())) {
      close(name);
    }
    for (String name : List.copyOf(sources.keySet())) {
      close(name);
    }
  }

  /// What `getline` reads from.
  Lines source(String source, boolean command) throws IOException, InterruptedException {
    Lines found = sources.get(source);
    if (found != null) {
      return found;
    }
    Lines lines;
    if (command) {
      cli.flush();
      Process.Pipe pipe = cli.self().pipe();
      Process.Inheritance io =
          new Process.Inheritance(
              cli.environment(), cli.self().directory(), cli.in(), pipe.sink(), cli.err());
      children.put(source, cli.self().spawn(List.of("sh", "-c", source), io));
      pipe.sink().close();
      lines = new Lines(cli, pipe.source());
    } else {
      lines = new Lines(cli, cli.open(source));
    }
    sources.put(source, lines);
    return lines;
  }
}

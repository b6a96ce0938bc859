package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.MemoryExhausted;
import dev.podium.kubelet.process.Process;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A command at work: what it was called with, its streams, and its ways to say something. What it
/// prints is put together and written in larger pieces.
public final class Cli {
  private static final int PIECE = 8192;

  private final Process self;
  private final String name;
  private final String label;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private final Streams streams;
  private final boolean busybox;
  private final byte[] buffer = new byte[PIECE];
  private final Holdings holdings;
  private int filled;

  /// What a command reads and writes.
  public record Streams(InputStream in, OutputStream out, OutputStream err) {}

  /// @param words with the name that it was called by in front
  public Cli(Process self, List<String> words, Map<String, String> environment, Streams streams) {
    this(self, baseName(words.getFirst()), words, environment, streams);
  }

  /// @param label what its complaints begin with
  public Cli(
      Process self,
      String label,
      List<String> words,
      Map<String, String> environment,
      Streams streams) {
    this.self = self;
    this.name = baseName(words.getFirst());
    this.label = label;
    this.arguments = words.subList(1, words.size());
    this.environment = environment;
    this.streams = streams;
    this.busybox = Flavour.isBusybox(self);
    this.holdings = new Holdings(self);
  }

  /// Runs a tool in its place that complains to a file, or to stdout for `-`.
  int complaining(String file, Tool tool) throws IOException, InterruptedException {
    OutputStream err = file.equals("-") ? rawOut() : create(file, FileSystem.Open.TRUNCATE);
    List<String> words = new ArrayList<>(arguments);
    words.addFirst(name);
    return new Cli(self, words, environment, new Streams(in(), rawOut(), err)).run(tool);
  }

  /// What it keeps in memory.
  Holdings holdings() {
    return holdings;
  }

  /// All of an input, which it keeps in memory.
  byte[] all(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE];
    for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
      // What is being collected is there twice when it grows.
      holdings.add(3L * n);
      bytes.write(piece, 0, n);
    }
    return bytes.toByteArray();
  }

  static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  Process self() {
    return self;
  }

  FileSystem files() {
    return self.files();
  }

  String name() {
    return name;
  }

  List<String> arguments() {
    return arguments;
  }

  Map<String, String> environment() {
    return environment;
  }

  String variable(String variable, String otherwise) {
    return environment.getOrDefault(variable, otherwise);
  }

  /// Whether it is busybox's command of that name, rather than GNU's.
  boolean busybox() {
    return busybox;
  }

  InputStream in() {
    return streams.in();
  }

  OutputStream out() {
    return new Out();
  }

  OutputStream rawOut() throws IOException {
    flush();
    return streams.out();
  }

  OutputStream err() {
    return streams.err();
  }

  boolean onTerminal() {
    return self.terminal().isPresent() && streams.out() == self.stdout();
  }

  void print(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  void println(String text) throws IOException {
    print(text);
    write('\n');
  }

  void write(int b) throws IOException {
    if (filled == PIECE) {
      flush();
    }
    buffer[filled++] = (byte) b;
  }

  void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  void write(byte[] bytes, int from, int count) throws IOException {
    if (filled + count > PIECE) {
      flush();
    }
    if (count > PIECE) {
      streams.out().write(bytes, from, count);
    } else {
      System.arraycopy(bytes, from, buffer, filled, count);
      filled += count;
    }
  }

  void flush() throws IOException {
    if (filled > 0) {
      int count = filled;
      filled = 0;
      streams.out().write(buffer, 0, count);
    }
    streams.out().flush();
  }

  /// Says on stderr what is wrong, with its name in front.
  void warn(String text) throws IOException {
    complain(label + ": " + text);
  }

  /// The same without its name.
  void complain(String text) throws IOException {
    flush();
    streams.err().write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// @return 1
  int fail(String text) throws IOException {
    warn(text);
    return 1;
  }

  /// The system's words for why something failed.
  static String reason(IOException e) {
    return e instanceof Errno errno ? errno.code().text() : String.valueOf(e.getMessage());
  }

  /// A text in the quotes that GNU's commands use; busybox's use none.
  String quoted(String text) {
    return busybox ? text : "'" + text + "'";
  }

  /// What `-` and paths name, for reading.
  InputStream open(String path) throws IOException {
    if (path.equals("-")) {
      return new FilterInputStream(streams.in()) {
        @Override
        public void close() {}
      };
    }
    if (path.equals("/dev/stdin")) {
      return open("-");
    }
    if (files().stat(path).type() == FileSystem.Type.DIRECTORY) {
      throw new Errno(Errno.Code.EISDIR);
    }
    return files().read(path);
  }

  OutputStream create(String path, FileSystem.Open how) throws IOException {
    return switch (path) {
      case "/dev/stdout" -> new Out();
      case "/dev/stderr" -> streams.err();
      default -> files().write(path, how, 0666);
    };
  }

  int usage(Usage usage) throws IOException {
    if (usage.code() == 0) {
      println(usage.text());
    } else {
      complain(usage.text());
    }
    return usage.code();
  }

  /// Runs a tool to its end, with what it has printed written out.
  int run(Tool tool) throws IOException, InterruptedException {
    try {
      int code;
      try {
        code = tool.run(this);
      } catch (Usage usage) {
        code = usage(usage);
      }
      flush();
      return code;
    } catch (MemoryExhausted e) {
      filled = 0;
      return Math.max(2, fail(String.valueOf(e.getMessage())));
    } catch (Regexes.TooLong _) {
      filled = 0;
      complain("podium: " + name + ": to match this takes more steps than are simulated");
      return 2;
    } catch (InterruptedIOException _) {
      throw new InterruptedException();
    } catch (Errno e) {
      if (e.code() == Errno.Code.EPIPE) {
        throw e;
      }
      return fail(reason(e));
    }
  }

  private final class Out extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      Cli.this.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      Cli.this.write(bytes, from, count);
    }

    @Override
    public void flush() throws IOException {
      Cli.this.flush();
    }
  }
}

package dev.podium.kubelet.server;

import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Signal;
import dev.podium.network.Connection;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// redis-server: everything in memory, nothing on disk.
final class Redis {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("dd MMM uuuu HH:mm:ss.SSS", Locale.ROOT);
  private static final int LONGEST = 1 << 20;
  private static final int MOST_WORDS = 10_000;

  private final Daemon daemon;
  private final RedisCommands commands;
  private final Optional<String> password;

  private Redis(Daemon daemon) {
    this.daemon = daemon;
    this.commands = new RedisCommands(new RedisData(daemon::now), daemon);
    this.password = daemon.option("requirepass");
  }

  static void start(Process self) throws IOException {
    Daemon daemon = new Daemon(self);
    Redis redis = new Redis(daemon);
    int port = daemon.portOption("port", 6379);
    redis.log("*", "oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo", 'C');
    redis.log(
        "*",
        "Redis version=%s, bits=64, commit=00000000, modified=0, pid=%d, just started"
            .formatted(version(self), self.pid()),
        'C');
    if (daemon.words().isEmpty()) {
      redis.log(
          "#",
          "Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf",
          'C');
    }
    redis.log("*", "monotonic clock: POSIX clock_gettime", 'M');
    redis.log("*", "Running mode=standalone, port=" + port + ".", 'M');
    self.network().listen(port, false, redis::serve);
    redis.log("*", "Server initialized", 'M');
    redis.log("*", "Ready to accept connections tcp", 'M');
    for (Signal signal : List.of(Signal.TERM, Signal.INT)) {
      self.onSignal(signal, redis::stop);
    }
  }

  static String version(Process self) {
    String tag = self.container().image().tag().replaceFirst("-.*", "");
    return tag.matches("\\d+\\.\\d+\\.\\d+")
        ? tag
        : switch (tag.split("\\.")[0]) {
          case "5" -> "5.0.14";
          case "6" -> "6.2.19";
          case "7" -> "7.4.5";
          default -> "8.2.1";
        };
  }

  private void stop() {
    log("*", "User requested shutdown...", 'M');
    log("#", "Redis is now ready to exit, bye bye...", 'M');
    daemon.self().exit(0);
  }

  private void log(String level, String text, char role) {
    daemon.out(
        "%d:%c %s %s %s".formatted(daemon.self().pid(), role, daemon.time(DATE), level, text));
  }

  private void serve(Connection connection) throws IOException {
    InputStream in = new BufferedInputStream(connection.in());
    boolean trusted = password.isEmpty();
    try {
      for (List<String> words = read(in); !words.isEmpty(); words = read(in)) {
        String name = words.getFirst().toLowerCase(Locale.ROOT);
        String answer;
        if (name.equals("auth") && password.isPresent()) {
          trusted = words.getLast().equals(password.get());
          answer =
              trusted
                  ? RedisReply.OK
                  : RedisReply.error(
                      "WRONGPASS invalid username-password pair or user is disabled.");
        } else {
          answer =
              trusted
                  ? commands.answer(words)
                  : RedisReply.error("NOAUTH Authentication required.");
        }
        connection.out().write(answer.getBytes(StandardCharsets.UTF_8));
        connection.out().flush();
        if (name.equals("quit")) {
          return;
        }
        if (name.equals("shutdown")) {
          stop();
          return;
        }
      }
    } catch (NumberFormatException | EOFException _) {
      connection.out().write("-ERR Protocol error\r\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  /// A command as an array of texts, or as a line.
  ///
  /// @return empty at the end
  private static List<String> read(InputStream in) throws IOException {
    String line = line(in);
    while (line.isBlank()) {
      if (line.isEmpty()) {
        return List.of();
      }
      line = line(in);
    }
    if (!line.startsWith("*")) {
      return List.of(line.strip().split("\\s+"));
    }
    int count = Integer.parseInt(line.substring(1).strip());
    if (count < 1 || count > MOST_WORDS) {
      throw new EOFException();
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = Integer.parseInt(line(in).substring(1).strip());
      if (length < 0 || length > LONGEST) {
        throw new EOFException();
      }
      words.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
      in.skipNBytes(2);
    }
    return words;
  }

  /// With its end; empty at the end of the stream.
  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      line.append((char) c);
      if (c == '\n') {
        break;
      }
      if (line.length() > LONGEST) {
        throw new EOFException();
      }
    }
    return line.toString();
  }
}

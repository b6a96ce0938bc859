package dev.podium.kubelet.command;

import dev.podium.network.ConnectFailure;
import dev.podium.network.Connection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `redis-cli`: what it is given, or what it reads, sent to a server command by command.
final class RedisCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Pattern WORD =
      Pattern.compile("\"((?:\\\\.|[^\"\\\\])*)\"|'((?:\\\\'|[^'])*)'|(\\S+)");

  private final Cli cli;
  private final Connection connection;
  private final boolean human;

  private RedisCommand(Cli cli, Connection connection, boolean human) {
    this.cli = cli;
    this.connection = connection;
    this.human = human;
  }

  static int run(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.prefix(
            cli,
            "h:p:a:n:u:r:i:xev1234:5:",
            "raw=1",
            "no-raw=2",
            "no-auth-warning=3",
            "user=4",
            "pass=5",
            "version=v");
    if (opts.has('v')) {
      return SystemCommands.line(cli, "redis-cli 8.2.1");
    }
    Optional<Url> url = opts.value('u').flatMap(Url::parse);
    String host = opts.value('h').or(() -> url.map(Url::host)).orElse("127.0.0.1");
    String given = opts.value('p').filter(p -> p.matches("\\d{1,5}")).orElse("6379");
    int port = url.filter(u -> u.port() != 80).map(Url::port).orElse(Integer.parseInt(given));
    List<String> command = new ArrayList<>(opts.operands());
    if (opts.has('x')) {
      command.add(new String(cli.all(cli.in()), StandardCharsets.UTF_8));
    }
    boolean human = opts.has('2') || (cli.onTerminal() && !opts.has('1'));
    try (Connection connection = connect(cli, host, port)) {
      RedisCommand redis = new RedisCommand(cli, connection, human);
      redis.greet(opts);
      return command.isEmpty()
          ? redis.converse(host + ":" + port + "> ")
          : redis.repeat(command, opts);
    } catch (ConnectFailure e) {
      cli.complain("Could not connect to Redis at " + host + ":" + port + ": " + e.reason().text());
      return 1;
    }
  }

  private static Connection connect(Cli cli, String host, int port)
      throws ConnectFailure, InterruptedException {
    String address =
        Hosts.addresses(cli, host).stream()
            .findFirst()
            .orElseThrow(() -> new ConnectFailure(ConnectFailure.Reason.UNKNOWN_HOST));
    return cli.self().network().connect(address, port, PATIENCE);
  }

  /// The password and the database that it was called with.
  private void greet(Opts opts) throws IOException {
    Optional<String> password =
        opts.value('a').or(() -> Optional.ofNullable(cli.environment().get("REDISCLI_AUTH")));
    if (password.isPresent()) {
      String answer = ask(List.of("AUTH", password.get()));
      if (answer.startsWith("ERR") || answer.startsWith("(error)")) {
        cli.complain("AUTH failed: " + answer.replaceFirst("^\\(error\\) ", ""));
      }
    }
    if (opts.has('n')) {
      ask(List.of("SELECT", opts.value('n').orElse("0")));
    }
  }

  private int repeat(List<String> command, Opts opts) throws IOException, InterruptedException {
    long times = opts.value('r').filter(r -> r.matches("\\d{1,9}")).map(Long::parseLong).orElse(1L);
    Duration pause = ProcessCommands.duration(cli, List.of(opts.value('i').orElse("0")));
    String answer = "";
    for (long i = 0; i < times; i++) {
      answer = ask(command);
      cli.println(answer);
      cli.flush();
      if (i + 1 < times) {
        cli.self().sleep(pause);
      }
    }
    boolean wrong = answer.startsWith("(error)") || answer.matches("(?s)[A-Z]{3,} .*");
    return opts.has('e') && wrong ? 1 : 0;
  }

  private int converse(String prompt) throws IOException, InterruptedException {
    Lines lines = new Lines(cli, cli.in());
    while (true) {
      cli.print(cli.onTerminal() ? prompt : "");
      cli.flush();
      Optional<String> line = lines.next();
      if (line.isEmpty() || line.get().strip().matches("(?i)quit|exit")) {
        return 0;
      }
      List<String> words = words(line.get());
      if (!words.isEmpty()) {
        cli.println(ask(words));
      }
    }
  }

  /// As a line at the prompt is taken apart.
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(
          matcher.group(1) != null
              ? matcher.group(1).replace("\\n", "\n").replaceAll("\\\\(.)", "$1")
              : matcher.group(2) != null ? matcher.group(2).replace("\\'", "'") : matcher.group(3));
    }
    return words;
  }

  private String ask(List<String> command) throws IOException {
    StringBuilder request = new StringBuilder("*" + command.size() + "\r\n");
    for (String word : command) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      request.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    connection.out().write(request.toString().getBytes(StandardCharsets.UTF_8));
    connection.out().flush();
    return reply(connection.in());
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        bytes.write(b);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private String reply(InputStream in) throws IOException {
    String line = line(in);
    if (line.isEmpty()) {
      return "Error: Server closed the connection";
    }
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest;
      case '-' -> (human ? "(error) " : "") + rest;
      case ':' -> (human ? "(integer) " : "") + rest;
      case '$' -> {
        int length = Integer.parseInt(rest);
        if (length < 0) {
          yield human ? "(nil)" : "";
        }
        String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        line(in);
        yield human ? quoted(text) : text;
      }
      case '*' -> items(in, Integer.parseInt(rest));
      default -> line;
    };
  }

  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t")
        + '"';
  }

  /// Numbered, those within others indented.
  private String items(InputStream in, int count) throws IOException {
    if (count <= 0) {
      return !human ? "" : count < 0 ? "(nil)" : "(empty array)";
    }
    int width = Integer.toString(count).length();
    List<String> items = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      String mark = human ? String.format("%" + width + "d) ", i) : "";
      items.add(mark + reply(in).replace("\n", "\n" + " ".repeat(mark.length())));
    }
    return String.join("\n", items);
  }
}

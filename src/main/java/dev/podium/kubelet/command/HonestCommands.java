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
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Commands of which little is simulated: they do what they can and say the rest in one line.
final class HonestCommands {
  private static final Pattern PI = Pattern.compile("bpi\\((\\d{1,6})\\)");

  private HonestCommands() {}

  static void register(Map<String, Tool> tools) {
    for (String name :
        List.of(
            "apt",
            "apt-get",
            "apk",
            "yum",
            "dnf",
            "microdnf",
            "pip",
            "pip3",
            "npm",
            "gem",
            "cargo")) {
      tools.put(name, cli -> packages(cli));
    }
    for (String name :
        List.of(
            "vi", "vim", "nano", "git", "docker", "kubectl", "helm", "gcc", "make", "ssh", "go",
            "java", "node", "ruby", "php", "tcpdump", "strace", "mongo", "mongosh")) {
      tools.put(
          name,
          cli ->
              not(
                  cli,
                  name + (name.startsWith("v") || name.equals("nano") ? ", the editor," : "")));
    }
    tools.put("perl", HonestCommands::perl);
    for (String name : List.of("python", "python3")) {
      tools.put(name, HonestCommands::python);
    }
    tools.put("stress", HonestCommands::stress);
    tools.put("stress-ng", HonestCommands::stress);
    tools.put("redis-cli", HonestCommands::redis);
    tools.put("pg_isready", HonestCommands::pgIsReady);
    tools.put("mysqladmin", HonestCommands::mysqladmin);
    tools.put("mariadb-admin", HonestCommands::mysqladmin);
    for (String name : List.of("mysql", "mariadb")) {
      tools.put(name, HonestCommands::mysql);
    }
    tools.put("psql", HonestCommands::psql);
  }

  private static int not(Cli cli, String what) throws IOException {
    cli.complain("podium: " + what + " is not simulated");
    return 127;
  }

  private static int packages(Cli cli) throws IOException {
    String what = cli.arguments().isEmpty() ? "" : " " + cli.arguments().getFirst();
    cli.complain(
        "podium: " + cli.name() + what + " is not simulated: the container has what its image has");
    return 127;
  }

  /// The code of `-e` or `-c`.
  private static Optional<String> code(Cli cli, String letters) {
    List<String> words = cli.arguments();
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).matches("-[a-zA-Z]*[" + letters + "]")) {
        return i + 1 < words.size() ? Optional.of(words.get(i + 1)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static int perl(Cli cli) throws IOException, InterruptedException {
    if (cli.arguments().contains("-v")) {
      return SystemCommands.line(
          cli,
          "\nThis is perl 5, version 36, subversion 0 (v5.36.0), as far as podium simulates it");
    }
    String code = code(cli, "eE").orElse("");
    Matcher pi = PI.matcher(code);
    if (pi.find()) {
      cli.self().sleep(cli.self().clock().pause(Duration.ofSeconds(4)));
      return SystemCommands.printed(cli, Digits.pi(Integer.parseInt(pi.group(1))) + "\n");
    }
    Matcher print =
        Pattern.compile("\\s*(?:print|say)\\s*\\(?\\s*([\"'])(.*)\\1\\s*\\)?;?\\s*", Pattern.DOTALL)
            .matcher(code);
    if (print.matches() && !(print.group(1).equals("\"") && print.group(2).matches(".*[$@].*"))) {
      boolean line =
          code.strip().startsWith("say")
              || cli.arguments().stream().anyMatch(a -> a.matches("-[a-zA-Z]*l[a-zA-Z]*"));
      String text =
          print.group(1).equals("\"")
              ? print.group(2).replace("\\n", "\n").replace("\\t", "\t")
              : print.group(2);
      return SystemCommands.printed(cli, text + (line ? "\n" : ""));
    }
    Matcher sleep = Pattern.compile("\\s*sleep\\(?\\s*(\\d{1,9})\\s*\\)?;?\\s*").matcher(code);
    if (sleep.matches()) {
      cli.self().sleep(Duration.ofSeconds(Long.parseLong(sleep.group(1))));
      return 0;
    }
    Matcher exit = Pattern.compile("\\s*exit\\(?\\s*(\\d{1,3})\\s*\\)?;?\\s*").matcher(code);
    return exit.matches() ? Integer.parseInt(exit.group(1)) : not(cli, "this perl program");
  }

  /// Statements that say something, wait or end; nothing else of the language.
  private static int python(Cli cli) throws IOException, InterruptedException {
    if (cli.arguments().contains("-V") || cli.arguments().contains("--version")) {
      return SystemCommands.line(cli, "Python 3.12.3");
    }
    Optional<String> code = code(cli, "c");
    if (cli.arguments().isEmpty() && cli.self().stdin().read() < 0) {
      return 0;
    }
    if (code.isEmpty()) {
      return not(cli, "python with a program file or a prompt");
    }
    for (String statement : code.get().split("[;\n]")) {
      String plain = statement.strip();
      Matcher print = Pattern.compile("print\\((.*)\\)", Pattern.DOTALL).matcher(plain);
      Matcher sleep = Pattern.compile("(?:time\\.)?sleep\\((\\d+(?:\\.\\d+)?)\\)").matcher(plain);
      Matcher exit = Pattern.compile("(?:sys\\.)?exit\\((\\d{0,3})\\)").matcher(plain);
      if (plain.isEmpty()
          || plain.startsWith("import ")
          || plain.startsWith("from ")
          || plain.startsWith("#")) {
        continue;
      }
      if (print.matches()) {
        Optional<String> text = printed(print.group(1).strip());
        if (text.isEmpty()) {
          return not(cli, "this python program");
        }
        cli.println(text.get());
      } else if (sleep.matches()) {
        cli.flush();
        cli.self().sleep(Duration.ofMillis((long) (Double.parseDouble(sleep.group(1)) * 1000)));
      } else if (exit.matches()) {
        return exit.group(1).isEmpty() ? 0 : Integer.parseInt(exit.group(1)) & 0xff;
      } else {
        return not(cli, "this python program");
      }
    }
    return 0;
  }

  private static Optional<String> printed(String argument) {
    Matcher text = Pattern.compile("([\"'])((?:(?!\\1).)*)\\1", Pattern.DOTALL).matcher(argument);
    if (text.matches()) {
      return Optional.of(text.group(2).replace("\\n", "\n").replace("\\t", "\t"));
    }
    try {
      return argument.matches("[-+*0-9. ()]+")
          ? Optional.of(Decimals.evaluate(argument.replace("**", "^"), 0))
          : argument.isEmpty() ? Optional.of("") : Optional.empty();
    } catch (ArithmeticException _) {
      return Optional.empty();
    }
  }

  private static int stress(Cli cli) throws IOException, InterruptedException {
    long workers = 0;
    long bytes = 256L << 20;
    long cpu = 0;
    Duration limit = Duration.ofDays(36_500);
    List<String> words = cli.arguments();
    for (int i = 0; i < words.size(); i++) {
      String[] pair = words.get(i).split("=", 2);
      String next = pair.length > 1 ? pair[1] : i + 1 < words.size() ? words.get(i + 1) : "";
      switch (pair[0]) {
        case "--vm", "-m" -> workers = next.matches("\\d{1,6}") ? Long.parseLong(next) : 1;
        case "--vm-bytes" -> bytes = Math.max(0, Sizes.parse(next));
        case "--cpu", "-c" -> cpu = next.matches("\\d{1,6}") ? Long.parseLong(next) : 1;
        case "--timeout", "-t" -> limit = ProcessCommands.duration(cli, List.of(next));
        default -> {}
      }
    }
    int pid = cli.self().pid();
    cli.println(
        "stress: info: ["
            + pid
            + "] dispatching hogs: "
            + cpu
            + " cpu, 0 io, "
            + workers
            + " vm, 0 hdd");
    cli.flush();
    for (long worker = 0; worker < workers; worker++) {
      for (long taken = 0; taken < bytes; taken += Math.max(1, bytes / 10)) {
        cli.self().sleep(cli.self().clock().pause(Duration.ofMillis(100)));
        cli.self().allocate(Math.min(Math.max(1, bytes / 10), bytes - taken));
      }
    }
    cli.self().sleep(limit);
    cli.println(
        "stress: info: [" + pid + "] successful run completed in " + limit.toSeconds() + "s");
    return 0;
  }

  /// Where a client connects to.
  private record Server(String host, int port) {}

  private static Server server(Cli cli, String hostFlags, int port) {
    String host = "127.0.0.1";
    int at = port;
    List<String> words = cli.arguments();
    for (int i = 0; i < words.size(); i++) {
      Matcher inline =
          Pattern.compile("(" + hostFlags + "|-p|-P|--port|--host)=?(.+)?").matcher(words.get(i));
      if (!inline.matches()) {
        continue;
      }
      boolean password = inline.group(1).equals("-p") && hostFlags.contains("mysql");
      String value =
          inline.group(2) != null ? inline.group(2) : i + 1 < words.size() ? words.get(i + 1) : "";
      boolean isPort = inline.group(1).equalsIgnoreCase("-p") || inline.group(1).equals("--port");
      if (isPort && !password && value.matches("\\d{1,5}")) {
        at = Integer.parseInt(value);
      } else if (!isPort) {
        host = value;
      }
    }
    return new Server(host, at);
  }

  private static Connection connect(Cli cli, Server server)
      throws ConnectFailure, InterruptedException {
    String address =
        Hosts.addresses(cli, server.host()).stream()
            .findFirst()
            .orElseThrow(() -> new ConnectFailure(ConnectFailure.Reason.UNKNOWN_HOST));
    return cli.self().network().connect(address, server.port(), Duration.ofSeconds(10));
  }

  private static int pgIsReady(Cli cli) throws IOException, InterruptedException {
    Server server = server(cli, "-h", 5432);
    String where =
        (server.host().equals("127.0.0.1") && !cli.arguments().contains("-h")
                ? "/var/run/postgresql"
                : server.host())
            + ":"
            + server.port();
    try (Connection connection = connect(cli, server)) {
      return SystemCommands.line(cli, where + " - accepting connections");
    } catch (ConnectFailure _) {
      cli.println(where + " - no response");
      return 2;
    }
  }

  private static int mysqladmin(Cli cli) throws IOException, InterruptedException {
    Server server = server(cli, "-h|mysql", 3306);
    try (Connection connection = connect(cli, server)) {
      return cli.arguments().contains("ping")
          ? SystemCommands.line(cli, "mysqld is alive")
          : not(cli, "mysqladmin without ping");
    } catch (ConnectFailure _) {
      cli.complain(
          "mysqladmin: connect to server at '"
              + server.host()
              + "' failed\nerror: 'Can't connect to MySQL server on '"
              + server.host()
              + ":"
              + server.port()
              + "' (111)'\nCheck that mysqld is running on "
              + server.host()
              + " and that the port is "
              + server.port()
              + ".");
      return 1;
    }
  }

  private static int mysql(Cli cli) throws IOException, InterruptedException {
    Server server = server(cli, "-h|mysql", 3306);
    try (Connection connection = connect(cli, server)) {
      return not(cli, "SQL");
    } catch (ConnectFailure e) {
      cli.complain(
          e.reason() == ConnectFailure.Reason.UNKNOWN_HOST
              ? "ERROR 2005 (HY000): Unknown MySQL server host '" + server.host() + "' (-2)"
              : "ERROR 2003 (HY000): Can't connect to MySQL server on '"
                  + server.host()
                  + ":"
                  + server.port()
                  + "' ("
                  + (e.reason() == ConnectFailure.Reason.REFUSED ? "111" : "110")
                  + ")");
      return 1;
    }
  }

  private static int psql(Cli cli) throws IOException, InterruptedException {
    Server server = server(cli, "-h", 5432);
    try (Connection connection = connect(cli, server)) {
      return not(cli, "SQL");
    } catch (ConnectFailure e) {
      cli.complain(
          e.reason() == ConnectFailure.Reason.UNKNOWN_HOST
              ? "psql: error: could not translate host name \""
                  + server.host()
                  + "\" to address: Name or service not known"
              : "psql: error: connection to server at \""
                  + server.host()
                  + "\", port "
                  + server.port()
                  + " failed: "
                  + e.reason().text()
                  + "\n\tIs the server running on that host and accepting TCP/IP connections?");
      return 2;
    }
  }

  private static int redis(Cli cli) throws IOException, InterruptedException {
    Server server = server(cli, "-h", 6379);
    List<String> command = new ArrayList<>();
    List<String> words = cli.arguments();
    for (int i = 0; i < words.size(); i++) {
      if (command.isEmpty() && List.of("-h", "-p", "-a", "-n", "--user").contains(words.get(i))) {
        i++;
      } else if (!command.isEmpty() || !words.get(i).startsWith("-")) {
        command.add(words.get(i));
      }
    }
    try (Connection connection = connect(cli, server)) {
      if (!command.isEmpty()) {
        cli.println(ask(connection, command, cli.onTerminal()));
        return 0;
      }
      Lines lines = new Lines(cli, cli.in());
      String prompt = server.host() + ":" + server.port() + "> ";
      while (true) {
        cli.print(cli.onTerminal() ? prompt : "");
        cli.flush();
        Optional<String> line = lines.next();
        if (line.isEmpty()
            || line.get().strip().equals("quit")
            || line.get().strip().equals("exit")) {
          return 0;
        }
        if (!line.get().isBlank()) {
          cli.println(ask(connection, List.of(line.get().strip().split("\\s+")), cli.onTerminal()));
        }
      }
    } catch (ConnectFailure e) {
      cli.complain(
          "Could not connect to Redis at "
              + server.host()
              + ":"
              + server.port()
              + ": "
              + e.reason().text());
      return 1;
    }
  }

  private static String ask(Connection connection, List<String> command, boolean human)
      throws IOException {
    StringBuilder request = new StringBuilder("*" + command.size() + "\r\n");
    for (String word : command) {
      request
          .append('$')
          .append(word.getBytes(StandardCharsets.UTF_8).length)
          .append("\r\n")
          .append(word)
          .append("\r\n");
    }
    connection.out().write(request.toString().getBytes(StandardCharsets.UTF_8));
    connection.out().flush();
    return reply(connection.in(), human);
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

  private static String reply(InputStream in, boolean human) throws IOException {
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
        yield human ? "\"" + text.replace("\"", "\\\"") + "\"" : text;
      }
      case '*' -> {
        int count = Integer.parseInt(rest);
        List<String> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          items.add((human ? (i + 1) + ") " : "") + reply(in, human));
        }
        yield items.isEmpty() ? (human ? "(empty array)" : "") : String.join("\n", items);
      }
      default -> line;
    };
  }
}

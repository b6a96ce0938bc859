package dev.podium.kubelet.command;

import dev.podium.network.ConnectFailure;
import dev.podium.network.ConnectFailure.Reason;
import dev.podium.network.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Clients of databases of SQL: they find the server, or say why they do not; queries are not
/// simulated.
final class DatabaseClients {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String POSTGRES_SOCKETS = "/var/run/postgresql";
  private static final Pattern POSTGRES_URI =
      Pattern.compile("postgres(?:ql)?://(?:[^@/]*@)?([^:/?]*)(?::(\\d+))?.*");

  private DatabaseClients() {}

  static void register(Map<String, Tool> tools) {
    tools.put("psql", DatabaseClients::psql);
    tools.put("pg_isready", DatabaseClients::pgIsReady);
    for (String name : List.of("mysql", "mariadb")) {
      tools.put(name, DatabaseClients::mysql);
    }
    for (String name : List.of("mysqladmin", "mariadb-admin")) {
      tools.put(name, DatabaseClients::mysqladmin);
    }
  }

  /// Where a client connects to.
  ///
  /// @param host empty for the socket of a server in the same container
  private record Server(Optional<String> host, String port) {
    /// @throws ConnectFailure where nothing listens
    void reach(Cli cli) throws ConnectFailure, InterruptedException {
      try (Connection connection = connect(cli, host.orElse("127.0.0.1"), port)) {
        connection.local();
      }
    }

    private static Connection connect(Cli cli, String host, String port)
        throws ConnectFailure, InterruptedException {
      String address =
          Hosts.addresses(cli, host).stream()
              .findFirst()
              .orElseThrow(() -> new ConnectFailure(Reason.UNKNOWN_HOST));
      int number = port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0;
      return cli.self().network().connect(address, number, PATIENCE);
    }
  }

  /// The value of an option: `-hX`, `-h X`, `--host=X` or `--host X`.
  private static Optional<String> option(Cli cli, String letter, String name) {
    List<String> words = cli.arguments();
    Optional<String> found = Optional.empty();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.startsWith("--" + name + "=")) {
        found = Optional.of(word.substring(name.length() + 3));
      } else if (word.equals(letter) || word.equals("--" + name)) {
        found = i + 1 < words.size() ? Optional.of(words.get(i + 1)) : found;
      } else if (word.startsWith(letter)) {
        found = Optional.of(word.substring(letter.length()));
      }
    }
    return found;
  }

  private static boolean has(Cli cli, String... flags) {
    return cli.arguments().stream().anyMatch(List.of(flags)::contains);
  }

  private static int queries(Cli cli) throws IOException {
    return HonestCommands.not(cli, "SQL");
  }

  /// The image's own version, where its tag tells one.
  private static String version(Cli cli, String otherwise) {
    Matcher tag =
        Pattern.compile("\\d+\\.\\d+(\\.\\d+)?").matcher(cli.self().container().image().tag());
    return tag.lookingAt() ? tag.group() : otherwise;
  }

  private static Server postgres(Cli cli) {
    Optional<String> host =
        option(cli, "-h", "host").or(() -> Optional.ofNullable(cli.environment().get("PGHOST")));
    String port = option(cli, "-p", "port").orElse(cli.variable("PGPORT", "5432"));
    for (String word : cli.arguments()) {
      Matcher uri = POSTGRES_URI.matcher(word.replaceFirst("^--dbname=", ""));
      if (uri.matches()) {
        host = Optional.of(uri.group(1));
        port = uri.group(2) == null ? port : uri.group(2);
      } else if (word.matches("(\\w+=\\S+\\s*)+")) {
        for (String pair : word.split("\\s+")) {
          host = pair.startsWith("host=") ? Optional.of(pair.substring(5)) : host;
          port = pair.startsWith("port=") ? pair.substring(5) : port;
        }
      }
    }
    return new Server(host.filter(h -> !h.isEmpty() && !h.startsWith("/")), port);
  }

  private static int psql(Cli cli) throws IOException, InterruptedException {
    if (has(cli, "-V", "--version")) {
      return SystemCommands.line(cli, "psql (PostgreSQL) " + version(cli, "17.6"));
    }
    Server server = postgres(cli);
    if (!server.port.matches("\\d{1,5}")) {
      cli.complain(
          "psql: error: invalid integer value \""
              + server.port
              + "\" for connection option \"port\"");
      return 2;
    }
    try {
      server.reach(cli);
      return queries(cli);
    } catch (ConnectFailure e) {
      cli.complain("psql: error: " + unreachable(cli, server, e));
      return 2;
    }
  }

  private static String unreachable(Cli cli, Server server, ConnectFailure failure) {
    if (server.host.isEmpty()) {
      return "connection to server on socket \"%s/.s.PGSQL.%s\" failed: No such file or directory\n\tIs the server running locally and accepting connections on that socket?"
          .formatted(POSTGRES_SOCKETS, server.port);
    }
    String host = server.host.get();
    if (failure.reason() == Reason.UNKNOWN_HOST) {
      return "could not translate host name \"%s\" to address: %s"
          .formatted(host, failure.reason().text());
    }
    String address =
        Hosts.isAddress(host) ? "" : " (" + Hosts.addresses(cli, host).getFirst() + ")";
    return "connection to server at \"%s\"%s, port %s failed: %s\n\tIs the server running on that host and accepting TCP/IP connections?"
        .formatted(host, address, server.port, failure.reason().text());
  }

  private static int pgIsReady(Cli cli) throws IOException, InterruptedException {
    if (has(cli, "-V", "--version")) {
      return SystemCommands.line(cli, "pg_isready (PostgreSQL) " + version(cli, "17.6"));
    }
    Server server = postgres(cli);
    boolean quiet = has(cli, "-q", "--quiet");
    String where = server.host.orElse(POSTGRES_SOCKETS) + ":" + server.port;
    try {
      server.reach(cli);
      cli.print(quiet ? "" : where + " - accepting connections\n");
      return 0;
    } catch (ConnectFailure _) {
      cli.print(quiet ? "" : where + " - no response\n");
      return 2;
    }
  }

  /// A client of its server's own container goes through a socket.
  private static Server mysqlServer(Cli cli) {
    boolean tcp =
        option(cli, "--protocol", "protocol")
            .orElse("")
            .toLowerCase(java.util.Locale.ROOT)
            .contains("tcp");
    Optional<String> host = option(cli, "-h", "host").filter(h -> !h.equals("localhost"));
    return new Server(
        tcp ? host.or(() -> Optional.of("127.0.0.1")) : host,
        option(cli, "-P", "port").orElse("3306"));
  }

  private static boolean maria(Cli cli) {
    return cli.name().startsWith("mariadb")
        || cli.self().container().image().name().contains("mariadb");
  }

  private static String mysqlReason(Cli cli, Server server, ConnectFailure failure) {
    String product = maria(cli) ? "" : "MySQL ";
    if (server.host.isEmpty()) {
      return "Can't connect to local %sserver through socket '%s' (2)"
          .formatted(product, socket(cli));
    }
    if (failure.reason() == Reason.UNKNOWN_HOST) {
      return "Unknown %sserver host '%s' (-2)".formatted(product, server.host.get());
    }
    String where = server.host.get() + (maria(cli) ? "" : ":" + server.port);
    int errno = failure.reason() == Reason.REFUSED ? 111 : 110;
    return "Can't connect to %sserver on '%s' (%d)".formatted(product, where, errno);
  }

  private static String socket(Cli cli) {
    return maria(cli) ? "/run/mysqld/mysqld.sock" : "/var/run/mysqld/mysqld.sock";
  }

  private static int mysql(Cli cli) throws IOException, InterruptedException {
    if (has(cli, "-V", "--version")) {
      return SystemCommands.line(
          cli,
          maria(cli)
              ? cli.name() + " from " + version(cli, "11.8.3") + "-MariaDB, client 15.2"
              : "mysql  Ver "
                  + version(cli, "9.4.0")
                  + " for Linux on x86_64 (MySQL Community Server - GPL)");
    }
    Server server = mysqlServer(cli);
    try {
      server.reach(cli);
      return queries(cli);
    } catch (ConnectFailure e) {
      int number =
          e.reason() == Reason.UNKNOWN_HOST
              ? 2005
              : server.host.isEmpty() || maria(cli) ? 2002 : 2003;
      cli.complain("ERROR " + number + " (HY000): " + mysqlReason(cli, server, e));
      return 1;
    }
  }

  private static int mysqladmin(Cli cli) throws IOException, InterruptedException {
    Server server = mysqlServer(cli);
    try {
      server.reach(cli);
      return has(cli, "ping")
          ? SystemCommands.line(cli, maria(cli) ? "mariadbd is alive" : "mysqld is alive")
          : HonestCommands.not(cli, cli.name() + " without ping");
    } catch (ConnectFailure e) {
      String where = server.host.orElse("localhost");
      cli.complain(
          cli.name()
              + ": connect to server at '"
              + where
              + "' failed\nerror: '"
              + mysqlReason(cli, server, e)
              + "'\nCheck that "
              + (maria(cli) ? "mariadbd" : "mysqld")
              + " is running"
              + (server.host.isEmpty()
                  ? " and that the socket: '" + socket(cli) + "' exists!"
                  : " on "
                      + where
                      + " and that the port is "
                      + server.port
                      + ".\nYou can check this by doing 'telnet "
                      + where
                      + " "
                      + server.port
                      + "'"));
      return 1;
    }
  }
}

package dev.podium.kubelet.server;

import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Signal;
import dev.podium.network.Connection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Databases as far as a cluster sees them: they start as the real ones do, want the variables that
/// those want, and listen. What speaks to them is told honestly that no queries are simulated.
final class Databases {
  private static final DateTimeFormatter MYSQL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
  private static final DateTimeFormatter ENTRYPOINT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss+00:00");
  private static final DateTimeFormatter POSTGRES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS 'UTC'");
  private static final String NOT_SIMULATED = "podium: queries are not simulated";

  private Databases() {}

  static void mysql(Process self) throws IOException {
    Daemon daemon = new Daemon(self);
    boolean maria = self.container().image().name().contains("mariadb");
    String version = version(self, maria ? "11.8.3" : "9.4.0");
    String shown = maria ? "1:" + version + "+maria~ubu2404" : version + "-1.el9";
    String product = maria ? "MariaDB" : "MySQL";
    entrypoint(
        daemon, "Note", "Entrypoint script for " + product + " Server " + shown + " started.");
    if (!maria || daemon.env("MARIADB_ROOT_PASSWORD", "").isEmpty()) {
      entrypoint(daemon, "Note", "Switching to dedicated user 'mysql'");
      entrypoint(
          daemon, "Note", "Entrypoint script for " + product + " Server " + shown + " started.");
    }
    if (!initialized(self, "/var/lib/mysql/mysql") && !passwordGiven(daemon, maria)) {
      entrypoint(daemon, "ERROR", "Database is uninitialized and password option is not specified");
      for (String name :
          List.of(
              "ROOT_PASSWORD",
              "ALLOW_EMPTY_" + (maria ? "ROOT_PASSWORD" : "PASSWORD"),
              "RANDOM_ROOT_PASSWORD")) {
        boolean first = name.equals("ROOT_PASSWORD");
        String prefix = maria ? "MARIADB_" : "MYSQL_";
        daemon.error(
            (first
                    ? "    You need to specify one of the following as an environment variable:\n"
                    : "")
                + "    - "
                + prefix
                + name);
      }
      self.exit(1);
      return;
    }
    self.network().listen(3306, false, connection -> greetMysql(connection, version));
    String binary = maria ? "mariadbd" : "/usr/sbin/mysqld";
    if (maria) {
      daemon.error(
          daemon.time(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss"))
              + " 0 [Note] "
              + binary
              + ": ready for connections.");
      daemon.error(
          "Version: '"
              + version
              + "-MariaDB-ubu2404'  socket: '/run/mysqld/mysqld.sock'  port: 3306  mariadb.org binary distribution");
    } else {
      daemon.error(
          daemon.time(MYSQL)
              + " 0 [System] [MY-010116] [Server] "
              + binary
              + " (mysqld "
              + version
              + ") starting as process "
              + self.pid());
      daemon.error(
          daemon.time(MYSQL)
              + " 0 [System] [MY-010931] [Server] "
              + binary
              + ": ready for connections. Version: '"
              + version
              + "'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306  MySQL Community Server - GPL.");
    }
    daemon.endsOn(0, Signal.TERM);
  }

  private static boolean passwordGiven(Daemon daemon, boolean maria) {
    List<String> names =
        List.of(
            "ROOT_PASSWORD",
            "ROOT_PASSWORD_FILE",
            "ROOT_PASSWORD_HASH",
            "ALLOW_EMPTY_PASSWORD",
            "ALLOW_EMPTY_ROOT_PASSWORD",
            "RANDOM_ROOT_PASSWORD");
    return names.stream()
        .anyMatch(name ->
            !daemon.env("MYSQL_" + name, "").isEmpty()
                || maria && !daemon.env("MARIADB_" + name, "").isEmpty());
  }

  private static boolean initialized(Process self, String path) {
    return self.files().exists(path);
  }

  private static void entrypoint(Daemon daemon, String level, String text) {
    String line = "%s [%s] [Entrypoint]: %s".formatted(daemon.time(ENTRYPOINT), level, text);
    if (level.equals("ERROR")) {
      daemon.error(line);
    } else {
      daemon.out(line);
    }
  }

  /// Refuses in the protocol, so that clients show the reason.
  private static void greetMysql(Connection connection, String version) throws IOException {
    ByteArrayOutputStream hello = new ByteArrayOutputStream();
    hello.write(10);
    hello.writeBytes((version + "\0").getBytes(StandardCharsets.US_ASCII));
    hello.writeBytes(new byte[] {8, 0, 0, 0});
    hello.writeBytes("podium01\0".getBytes(StandardCharsets.US_ASCII));
    hello.writeBytes(new byte[] {(byte) 0xff, (byte) 0xf7, 33, 2, 0, (byte) 0x0f, (byte) 0x80, 21});
    hello.writeBytes(new byte[10]);
    hello.writeBytes("podium012345\0mysql_native_password\0".getBytes(StandardCharsets.US_ASCII));
    packet(connection, 0, hello.toByteArray());
    byte[] head = connection.in().readNBytes(4);
    if (head.length < 4) {
      return;
    }
    connection.in().skipNBytes((head[0] & 0xff) | (head[1] & 0xff) << 8 | (head[2] & 0xff) << 16);
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    error.writeBytes(new byte[] {(byte) 0xff, (byte) 0x51, 4});
    error.writeBytes(("#HY000" + NOT_SIMULATED).getBytes(StandardCharsets.US_ASCII));
    packet(connection, (head[3] & 0xff) + 1, error.toByteArray());
  }

  private static void packet(Connection connection, int number, byte[] body) throws IOException {
    int length = body.length;
    connection
        .out()
        .write(
            new byte[] {(byte) length, (byte) (length >> 8), (byte) (length >> 16), (byte) number});
    connection.out().write(body);
    connection.out().flush();
  }

  static void postgres(Process self) throws IOException {
    Daemon daemon = new Daemon(self);
    boolean secured =
        Stream.of("POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE", "POSTGRES_HOST_AUTH_METHOD")
            .anyMatch(name -> !daemon.env(name, "").isEmpty());
    // Recorded clusters run it without; what a real one would do is told instead of done.
    if (!secured) {
      daemon.error("podium: POSTGRES_PASSWORD is not set, without which a real postgres refuses");
    }
    self.network().listen(5432, false, Databases::greetPostgres);
    daemon.out("\nPostgreSQL init process complete; ready for start up.\n");
    for (String line :
        List.of(
            "starting PostgreSQL "
                + version(self, "17.6")
                + " on x86_64-pc-linux-gnu, compiled by gcc (Debian 12.2.0-14) 12.2.0, 64-bit",
            "listening on IPv4 address \"0.0.0.0\", port 5432",
            "listening on IPv6 address \"::\", port 5432",
            "listening on Unix socket \"/var/run/postgresql/.s.PGSQL.5432\"",
            "database system is ready to accept connections")) {
      daemon.error("%s [%d] LOG:  %s".formatted(daemon.time(POSTGRES), self.pid(), line));
    }
    daemon.endsOn(0, Signal.TERM, Signal.INT, Signal.QUIT);
  }

  private static void greetPostgres(Connection connection) throws IOException {
    byte[] head = connection.in().readNBytes(8);
    boolean encryption = head.length == 8 && head[4] == 4 && head[5] == (byte) 0xd2;
    if (encryption) {
      connection.out().write('N');
      connection.out().flush();
      head = connection.in().readNBytes(8);
    }
    if (head.length < 8) {
      return;
    }
    byte[] body =
        ("SFATAL\0VFATAL\0C0A000\0M" + NOT_SIMULATED + "\0\0").getBytes(StandardCharsets.US_ASCII);
    int length = body.length + 4;
    connection
        .out()
        .write(
            new byte[] {
              'E', (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
            });
    connection.out().write(body);
    connection.out().flush();
  }

  static void mongo(Process self) throws IOException {
    Daemon daemon = new Daemon(self);
    boolean user = !daemon.env("MONGO_INITDB_ROOT_USERNAME", "").isEmpty();
    boolean password = !daemon.env("MONGO_INITDB_ROOT_PASSWORD", "").isEmpty();
    if (user != password) {
      daemon.error(
          "\nerror: missing 'MONGO_INITDB_ROOT_USERNAME' or 'MONGO_INITDB_ROOT_PASSWORD'\n       both must be specified for a user to be created\n");
      self.exit(1);
      return;
    }
    self.network().listen(27017, false, connection -> connection.in().readNBytes(1));
    int id = 23016;
    for (String text : List.of("MongoDB starting", "Listening on", "Waiting for connections")) {
      daemon.out(
          "{\"t\":{\"$date\":\"%s\"},\"s\":\"I\",  \"c\":\"NETWORK\",  \"id\":%d,   \"ctx\":\"listener\",\"msg\":\"%s\",\"attr\":{\"port\":27017,\"ssl\":\"off\"}}"
              .formatted(daemon.now(), id--, text));
    }
    daemon.endsOn(0, Signal.TERM, Signal.INT);
  }

  /// memcached without its items: answers that it has none.
  static void memcached(Process self) throws IOException {
    Daemon daemon = new Daemon(self);
    self.network().listen(daemon.portOption("p", 11211), false, Databases::answerMemcached);
    daemon.endsOn(0, Signal.TERM, Signal.INT);
  }

  private static void answerMemcached(Connection connection) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = connection.in().read();
        c >= 0 && line.length() < 2048;
        c = connection.in().read()) {
      if (c != '\n') {
        line.append((char) c);
        continue;
      }
      String command = line.toString().strip().split(" ", 2)[0].toLowerCase(Locale.ROOT);
      line.setLength(0);
      String answer =
          switch (command) {
            case "version" -> "VERSION 1.6.39\r\n";
            case "get", "gets" -> "END\r\n";
            case "quit" -> "";
            default -> "SERVER_ERROR podium: items are not simulated\r\n";
          };
      if (answer.isEmpty()) {
        return;
      }
      connection.out().write(answer.getBytes(StandardCharsets.US_ASCII));
      connection.out().flush();
    }
  }

  private static String version(Process self, String otherwise) {
    String tag = self.container().image().tag().replaceFirst("-.*", "");
    return tag.matches("\\d+(\\.\\d+)+") ? tag : otherwise;
  }
}

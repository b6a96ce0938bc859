package dev.podium.kubelet.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.kubelet.SimulatedContainer;
import dev.podium.kubelet.SimulatedContainer.Result;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Clients of databases say why they find no server as real ones do, and that queries are not
/// simulated where they find one.
final class DatabaseClientsTest {
  private record Case(String run, int code, String says) {}

  private static Stream<DynamicTest> in(String image, Case... cases) {
    return Stream.of(cases)
        .map(example -> DynamicTest.dynamicTest(example.run, () -> check(image, example)));
  }

  private static void check(String image, Case example) {
    try (SimulatedContainer container = SimulatedContainer.idle(image)) {
      Result result = container.run("", "sh", "-c", example.run);
      assertThat(result.out() + result.err()).isEqualTo(example.says);
      assertThat(result.code()).isEqualTo(example.code);
    }
  }

  @TestFactory
  Stream<DynamicTest> postgresClientsSayWhereTheyLookedForAServer() {
    String refused =
        """
        psql: error: connection to server at "127.0.0.1", port 1 failed: Connection refused
        \tIs the server running on that host and accepting TCP/IP connections?
        """;
    return in(
        "postgres:16.4",
        new Case("psql -h 127.0.0.1 -p 1", 2, refused),
        new Case("psql -h 127.0.0.1 -p1 -c 'select 1'", 2, refused),
        new Case("psql postgresql://u@127.0.0.1:1/db", 2, refused),
        new Case("psql 'host=127.0.0.1 port=1'", 2, refused),
        new Case("PGHOST=127.0.0.1 PGPORT=1 psql", 2, refused),
        new Case(
            "psql -h localhost -p 1",
            2,
            refused.replace("\"127.0.0.1\"", "\"localhost\" (127.0.0.1)")),
        new Case(
            "psql -p 5433",
            2,
            """
            psql: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5433" failed: No such file or directory
            \tIs the server running locally and accepting connections on that socket?
            """),
        new Case(
            "psql -h nowhere.invalid",
            2,
            "psql: error: could not translate host name \"nowhere.invalid\" to address: Name or service not known\n"),
        new Case(
            "psql -p x",
            2,
            "psql: error: invalid integer value \"x\" for connection option \"port\"\n"),
        new Case("psql --version", 0, "psql (PostgreSQL) 16.4\n"),
        new Case("pg_isready -d x -U y", 2, "/var/run/postgresql:5432 - no response\n"),
        new Case("pg_isready -h 127.0.0.1 -p 1", 2, "127.0.0.1:1 - no response\n"),
        new Case("pg_isready -q", 2, ""));
  }

  @TestFactory
  Stream<DynamicTest> mysqlClientsSayWhereTheyLookedForAServer() {
    return in(
        "mysql:8.4",
        new Case(
            "mysql -uroot -psecret",
            1,
            "ERROR 2002 (HY000): Can't connect to local MySQL server through socket '/var/run/mysqld/mysqld.sock' (2)\n"),
        new Case(
            "mysql -h 127.0.0.1 -P 1 -e 'select 1'",
            1,
            "ERROR 2003 (HY000): Can't connect to MySQL server on '127.0.0.1:1' (111)\n"),
        new Case(
            "mysql -hnowhere.invalid",
            1,
            "ERROR 2005 (HY000): Unknown MySQL server host 'nowhere.invalid' (-2)\n"),
        new Case(
            "mysqladmin ping -h localhost",
            1,
            """
            mysqladmin: connect to server at 'localhost' failed
            error: 'Can't connect to local MySQL server through socket '/var/run/mysqld/mysqld.sock' (2)'
            Check that mysqld is running and that the socket: '/var/run/mysqld/mysqld.sock' exists!
            """));
  }

  @Test
  void aServerThatIsFoundIsToldOf() {
    try (SimulatedContainer mysql =
        SimulatedContainer.running("mysql:8.4", Map.of("MYSQL_ROOT_PASSWORD", "secret"))) {
      mysql.connect(3306);
      assertThat(mysql.shell("mysql -psecret -e 'select 1'; echo $?"))
          .isEqualTo("127\npodium: SQL is not simulated\n");
      assertThat(mysql.shell("mysqladmin ping")).isEqualTo("mysqld is alive\n");
    }
  }

  @Test
  void redisCliSendsWhatItIsGivenOrReads() {
    try (SimulatedContainer redis = SimulatedContainer.running("redis", Map.of())) {
      redis.connect(6379);
      assertThat(redis.shell("redis-cli set k 'a \"b\"'; redis-cli get k; redis-cli get none"))
          .isEqualTo("OK\na \"b\"\n\n");
      assertThat(redis.shell("redis-cli --no-raw get k; redis-cli --no-raw get none"))
          .isEqualTo("\"a \\\"b\\\"\"\n(nil)\n");
      assertThat(redis.shell("redis-cli rpush l one two; redis-cli --no-raw lrange l 0 -1"))
          .isEqualTo("2\n1) \"one\"\n2) \"two\"\n");
      assertThat(redis.shell("redis-cli --no-raw incr k"))
          .isEqualTo("(error) ERR value is not an integer or out of range\n");
      assertThat(redis.shell("redis-cli -h 127.0.0.1 -r 2 incr n; echo -n v | redis-cli -x set x"))
          .isEqualTo("1\n2\nOK\n");
      assertThat(redis.run("set a \"b c\"\nget a\nquit\nget a\n", "redis-cli").out())
          .isEqualTo("OK\nb c\n");
      assertThat(redis.shell("redis-cli -p 1 ping; echo $?"))
          .isEqualTo("1\nCould not connect to Redis at 127.0.0.1:1: Connection refused\n");
    }
  }
}

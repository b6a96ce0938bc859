package dev.podium.kubelet.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.kubelet.SimulatedContainer;
import dev.podium.kubelet.SimulatedContainer.Result;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What real clients did with these lines, against a server as [TrialServer] is one, ours do too.
final class ClientCommandsTest {
  private static final String SERVER = "10.244.1.6";
  private static SimulatedContainer container = SimulatedContainer.idle("alicek106/ubuntu:curl");

  /// @param run a line of a shell, with HOST for the server's address
  record Case(String run, int code, String out, String err) {}

  @BeforeAll
  static void listen() throws IOException {
    container.neighbour().listen(8000, false, new TrialServer());
  }

  @AfterAll
  static void close() {
    container.close();
  }

  @TestFactory
  Stream<DynamicTest> curlDoesWhatItDoesElsewhere() throws IOException {
    return cases("curl.yaml");
  }

  private static Stream<DynamicTest> cases(String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ClientCommandsTest.class.getResourceAsStream(file))) {
      List<Case> cases = new YAMLMapper().readValue(in, new TypeReference<List<Case>>() {});
      return cases.stream().map(c -> DynamicTest.dynamicTest(c.run, () -> check(c)));
    }
  }

  private static void check(Case example) {
    String place = "d=$(mktemp -d); cd $d; ";
    Result result = container.run("", "sh", "-c", place + example.run.replace("HOST", SERVER));
    assertThat(new Result(result.code(), usual(result.out()), usual(result.err())))
        .as(example.run)
        .isEqualTo(new Result(example.code, example.out, example.err));
  }

  /// Without what depends on the time that things take.
  private static String usual(String text) {
    return text.replace(SERVER, "HOST")
        .replaceAll("after \\d+ (ms|milliseconds)", "after N $1")
        .replaceAll(" +\\d+ +\\d+ (--:--:-- --:--:--|--:--:-- +[0-9:]+) --:--:-- +\\d+", " SPEED");
  }
}

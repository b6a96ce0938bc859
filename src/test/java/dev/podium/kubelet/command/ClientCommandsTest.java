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
  private static SimulatedContainer ubuntu = SimulatedContainer.idle("alicek106/ubuntu:curl");
  private static SimulatedContainer busybox = SimulatedContainer.idle("busybox");

  /// @param run a line of a shell, with HOST for the server's address
  record Case(String run, int code, String out, String err) {}

  @BeforeAll
  static void listen() throws IOException {
    ubuntu.neighbour().listen(8000, false, new TrialServer());
    busybox.neighbour().listen(8000, false, new TrialServer());
  }

  @AfterAll
  static void close() {
    ubuntu.close();
    busybox.close();
  }

  @TestFactory
  Stream<DynamicTest> curlDoesWhatItDoesElsewhere() throws IOException {
    return cases("curl.yaml", ubuntu);
  }

  @TestFactory
  Stream<DynamicTest> wgetDoesWhatItDoesElsewhere() throws IOException {
    return cases("wget.yaml", ubuntu);
  }

  @TestFactory
  Stream<DynamicTest> wgetOfBusyboxDoesWhatItDoesElsewhere() throws IOException {
    return cases("wget-busybox.yaml", busybox);
  }

  @TestFactory
  Stream<DynamicTest> awkDoesWhatItDoesElsewhere() throws IOException {
    return Stream.concat(cases("awk.yaml", ubuntu), cases("awk.yaml", busybox));
  }

  private static Stream<DynamicTest> cases(String file, SimulatedContainer container)
      throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ClientCommandsTest.class.getResourceAsStream(file))) {
      List<Case> cases = new YAMLMapper().readValue(in, new TypeReference<List<Case>>() {});
      return cases.stream().map(c -> DynamicTest.dynamicTest(c.run, () -> check(c, container)));
    }
  }

  private static void check(Case example, SimulatedContainer container) {
    String place = "d=$(mktemp -d); cd $d; ";
    Result result = container.run("", "sh", "-c", place + example.run.replace("HOST", SERVER));
    assertThat(new Result(result.code(), usual(result.out()), usual(result.err())))
        .as(example.run)
        .isEqualTo(new Result(example.code, example.out, example.err));
  }

  /// Without what depends on the time that things take.
  private static String usual(String text) {
    return text.replace(SERVER, "HOST")
        .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "DATE")
        .replaceAll("[0-9.]+ [KM]B/s", "SPEED")
        .replaceAll(" *[0-9.]+[KM]=0s", " SPEED")
        .replaceAll("after \\d+ (ms|milliseconds)", "after N $1")
        .replaceAll(" +\\d+ +\\d+ (--:--:-- --:--:--|--:--:-- +[0-9:]+) --:--:-- +\\d+", " SPEED");
  }
}

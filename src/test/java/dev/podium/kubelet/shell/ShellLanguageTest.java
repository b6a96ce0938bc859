package dev.podium.kubelet.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.kubelet.SimulatedContainer;
import dev.podium.kubelet.SimulatedContainer.Result;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What real shells and commands did with these scripts, ours do too.
final class ShellLanguageTest {
  private static final Map<String, List<String>> SHELLS =
      Map.of(
          "bash", List.of("ubuntu", "bash"),
          "dash", List.of("ubuntu", "sh"),
          "ash", List.of("busybox", "sh"));

  /// @param shell whose answers these are
  record Case(String shell, String script, int code, String out, String err) {}

  @TestFactory
  Stream<DynamicTest> scriptsDoWhatTheyDoInRealShells() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ShellLanguageTest.class.getResourceAsStream("scripts.yaml"))) {
      List<Case> cases = new YAMLMapper().readValue(in, new TypeReference<List<Case>>() {});
      return cases.stream()
          .map(example ->
              DynamicTest.dynamicTest(
                  example.shell + ": " + example.script.lines().findFirst().orElse(""),
                  () -> check(example)));
    }
  }

  private static void check(Case example) {
    List<String> shell = Objects.requireNonNull(SHELLS.get(example.shell));
    try (SimulatedContainer container = SimulatedContainer.idle(shell.get(0))) {
      assertThat(container.run("", shell.get(1), "-c", example.script))
          .as(example.script)
          .isEqualTo(new Result(example.code, example.out, example.err));
    }
  }
}

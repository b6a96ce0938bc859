package dev.podium.kubelet.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.image.ImageCatalog;
import dev.podium.kubelet.image.ImageName;
import dev.podium.kubelet.program.Program.StartFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedProgramsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "exit 3@3@0",
        "true@0@0",
        "false@1@0",
        "sleep 3; exit 2@2@3",
        "echo hi && sleep 2@0@2",
        "false || exit 7@7@0",
        "false && exit 7; exit 1@1@0",
        "if [ 1 -eq 2 ]; then exit 5; else exit 6; fi@6@0",
        "for i in 1 2 3; do sleep 1; done@0@3",
        "i=0; while [ $i -lt 4 ]; do i=$((i+1)); sleep 1; done; exit $i@4@4",
        "no-such-command@127@0",
        "until false; do sleep 1; exit 9; done@9@1"
      })
  void aScriptEndsAsItWould(String script, int code, long seconds) throws StartFailure {
    Exit exit = start("busybox", "sh", "-c", script).exit().orElseThrow();
    assertThat(exit.code()).isEqualTo(code);
    assertThat(Duration.between(START, exit.at()).toSeconds()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"while true; do date; sleep 1; done", "tail -f /dev/null", "sleep infinity"})
  void aScriptThatGoesOnForEverDoesNotEnd(String script) throws StartFailure {
    assertThat(start("busybox", "sh", "-c", script).exit()).isEmpty();
  }

  @Test
  void aLoopWritesOneLineARound() throws StartFailure {
    ContainerProcess process = start("busybox", "sh", "-c", "while true; do date; sleep 10; done");
    assertThat(process.log(START.plusSeconds(3595)))
        .hasSize(360)
        .last()
        .extracting(LogLine::text)
        .isEqualTo("Thu Jan  1 00:59:50 UTC 2026");
  }

  @Test
  void piIsWorkedOut() throws StartFailure {
    ContainerProcess process = start("perl:5", "perl", "-Mbignum=bpi", "-wle", "print bpi(20)");
    assertThat(process.exit().orElseThrow().code()).isZero();
    assertThat(process.log(START.plusSeconds(5)))
        .extracting(LogLine::text)
        .containsExactly("3.1415926535897932385");
  }

  @Test
  void aShellThatNobodyTalksToEnds() throws StartFailure {
    assertThat(start("ubuntu").exit()).isPresent();
  }

  @Test
  void aServerGoesOnAndEndsWhenItIsTold() throws StartFailure {
    ContainerProcess nginx = start("nginx");
    assertThat(nginx.exit()).isEmpty();
    assertThat(nginx.listens(80, START)).isTrue();
    assertThat(nginx.onTerminate(START).orElseThrow().code()).isZero();
  }

  @Test
  void aCommandThatIsNotThereCannotBeStarted() {
    assertThatThrownBy(() -> start("busybox", "nonsense"))
        .isInstanceOf(StartFailure.class)
        .hasMessageEndingWith("exec: \"nonsense\": executable file not found in $PATH");
  }

  private static ContainerProcess start(String image, String... command) throws StartFailure {
    Image found = ImageCatalog.builtIn().image(ImageName.parse(image).orElseThrow());
    return new SimulatedPrograms()
        .start(
            new Launch(
                found,
                List.of(command),
                Map.of(),
                "host",
                List.of(),
                false,
                OptionalLong.empty(),
                START));
  }
}

package dev.podium;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreparedStartTest {
  @TempDir private Path folder;

  @Test
  void theSameCommandRunsWithTheCacheBesideTheJar() throws IOException {
    Path cache = Files.createFile(folder.resolve("podium.aot"));
    String jar = folder.resolve("podium.jar").toString();

    assertThat(PreparedStart.prepared(List.of("-Xmx512m", "-jar", jar, "--podium.nodes=1")))
        .hasValueSatisfying(all ->
            assertThat(all)
                .startsWith("-XX:AOTCache=" + cache)
                .endsWith("-Xmx512m", "-jar", jar, "--podium.nodes=1"));
  }

  @Test
  void withoutACacheTheStartGoesItsUsualWay() {
    String jar = folder.resolve("podium.jar").toString();

    assertThat(PreparedStart.prepared(List.of("-jar", jar))).isEmpty();
    assertThat(PreparedStart.prepared(List.of("-cp", jar, "dev.podium.PodiumApplication")))
        .isEmpty();
    assertThat(PreparedStart.prepared(List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-XX:AOTCache=mine", "-XX:AOTMode=off", "-Xshare:off", "-agentlib:jdwp=server=y"})
  void flagsThatACacheDoesNotGoWithAreTheCallersChoice(String flag) throws IOException {
    Files.createFile(folder.resolve("podium.aot"));

    assertThat(
            PreparedStart.prepared(List.of(flag, "-jar", folder.resolve("podium.jar").toString())))
        .isEmpty();
  }
}

package dev.podium;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class CommandLineTest {
  @Test
  void helpNamesEveryPropertyWithItsDefaultAndItsVariable() {
    String help = CommandLine.answer("--podium.nodes=1", "--help").orElseThrow();

    assertThat(help)
        .contains(
            "--podium.https.port=6443\n      PODIUM_HTTPS_PORT\n",
            "--podium.data-dir=.podium\n      PODIUM_DATA_DIR\n",
            "--podium.kubeconfig=<data-dir>/kubeconfig\n",
            "--podium.service-node-port-range=30000-32767\n")
        .doesNotContain("null");
    assertThat(help.lines()).allMatch(line -> line.length() <= 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V", "version"})
  void versionNamesPodiumAndKubernetes(String flag) {
    assertThat(CommandLine.answer(flag).orElseThrow())
        .matches("Podium \\d+\\.\\d+\\.\\d+\\S*, Kubernetes v1\\.36\\.2");
  }

  @Test
  void otherArgumentsAreNotAnswered() {
    assertThat(CommandLine.answer("--podium.nodes=1")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "podium.https.port | 70000 | podium.https.port: 70000 is no port; 0 to 65535 are",
        "podium.https.port | abc | podium.https.port: 'abc' is no number",
        "podium.http.port | -2 | podium.http.port: -2 is no port; -1 to 65535 are",
        "podium.nodes | -1 | podium.nodes: -1 is less than 0",
        "podium.authorization.mode | Webhook | podium.authorization.mode: 'Webhook' is none of [RBAC, AlwaysAllow, AlwaysDeny]",
        "podium.authorization.mode | RBAC,RBAC | podium.authorization.mode: RBAC is given more than once",
        "podium.service-cidr | foo | podium.service-cidr: 'foo' is no range of addresses; 10.96.0.0/12 is one",
        "podium.service-node-port-range | 9-1 | podium.service-node-port-range: '9-1' is no range of ports; 30000-32767 is one",
      })
  void aBadValueIsExplainedInOneLine(String property, String value, String line) {
    assertThat(StartFailure.line(failure(property, value))).isEqualTo(line);
  }

  private static Throwable failure(String property, String value) {
    Binder binder = new Binder(new MapConfigurationPropertySource(Map.of(property, value)));
    try {
      binder.bindOrCreate("podium", PodiumProperties.class);
      return new AssertionError("bound " + property);
    } catch (BindException e) {
      return e;
    }
  }
}

package dev.podium.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// Definitions as public operators bring them (cert-manager's, the Gateway API's), with every
/// kubectl that can be found.
@ParameterizedClass(name = "{0}")
@MethodSource("dev.podium.it.Kubectl#required")
final class CustomResourcesIT {
  @TempDir static Path directory;
  private static PodiumProcess podium;

  private final Kubectl kubectl;

  CustomResourcesIT(Path binary) {
    this.kubectl = new Kubectl(binary, podium.kubeconfig());
  }

  @BeforeAll
  static void start() throws IOException {
    podium = PodiumProcess.start(directory);
    for (String file : List.of("operators.yaml", "operated.yaml")) {
      try (InputStream in = CustomResourcesIT.class.getResourceAsStream(file)) {
        Files.write(directory.resolve(file), Objects.requireNonNull(in).readAllBytes());
      }
    }
  }

  @AfterAll
  static void stop() {
    podium.close();
  }

  @Test
  void anOperatorsKindsAreEstablishedExplainedAndUsed() {
    run("kubectl apply -f operators.yaml");
    run(
        "kubectl wait --for=condition=Established --timeout=20s"
            + " crd/certificates.cert-manager.io crd/httproutes.gateway.networking.k8s.io");
    assertThat(run("kubectl explain certificate.spec.issuerRef.name")).contains("<string>");
    assertThat(run("kubectl apply -f operated.yaml"))
        .isEqualTo(
            "certificate.cert-manager.io/web created\n"
                + "httproute.gateway.networking.k8s.io/web created\n");

    run(
        "kubectl patch cert web --subresource=status --type=merge -p"
            + " '{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}'");
    assertThat(run("kubectl get certs --no-headers")).matches("web +True +web-tls +\\d+s\n");
    assertThat(run("kubectl get httproute web -o jsonpath='{.spec.rules[0].matches[0].path.type}'"))
        .isEqualTo("PathPrefix");
    assertThat(run("kubectl apply --server-side --force-conflicts -f operated.yaml"))
        .contains("certificate.cert-manager.io/web serverside-applied");
    refusesWhatSchemasAndRulesDoNotAllow();

    run("kubectl delete -f operators.yaml");
    assertThat(kubectl.sh("kubectl get certificates").exit()).isEqualTo(1);
  }

  private void refusesWhatSchemasAndRulesDoNotAllow() {
    assertThat(fault("cert web", "{\"spec\":{\"privateKey\":{\"algorithm\":\"DES\"}}}"))
        .contains(
            "spec.privateKey.algorithm: Unsupported value: \"DES\": supported values: \"RSA\","
                + " \"ECDSA\", \"Ed25519\"");
    assertThat(
            fault("httproute web", "{\"spec\":{\"rules\":[{\"backendRefs\":[{\"name\":\"w\"}]}]}}"))
        .contains("spec.rules[0].backendRefs[0]: Invalid value: Must have port for Service");
  }

  private String fault(String object, String patch) {
    Kubectl.Result result =
        kubectl.sh("kubectl patch " + object + " --type=merge -p '" + patch + "' 2>&1");
    assertThat(result.exit()).isEqualTo(1);
    return result.output();
  }

  private String run(String line) {
    return kubectl.run("cd '" + directory + "' && " + line);
  }
}

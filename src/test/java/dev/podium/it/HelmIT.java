package dev.podium.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The life of a release under the helm that the build brings.
final class HelmIT {
  private static final Path HELM =
      Path.of(System.getProperty("podium.clients", ""), "helm", "helm");

  @TempDir static Path directory;
  private static PodiumProcess podium;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Files.isExecutable(HELM), "there is no helm here: its test is skipped");
    podium = PodiumProcess.start(directory, "--podium.pace=10");
    write("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
    write("values.yaml", "replicas: 2\nimage: nginx:1.27\n");
    write(
        "templates/all.yaml",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{ .Release.Name }}-web
        spec:
          replicas: {{ .Values.replicas }}
          selector: {matchLabels: {app: {{ .Release.Name }}}}
          template:
            metadata: {labels: {app: {{ .Release.Name }}}}
            spec:
              containers:
                - name: web
                  image: {{ .Values.image }}
                  ports: [{containerPort: 80}]
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: {{ .Release.Name }}-web
        spec:
          selector: {app: {{ .Release.Name }}}
          ports: [{port: 80}]
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: {{ .Release.Name }}-conf
        data:
          image: {{ .Values.image }}
        """);
    write(
        "templates/hook.yaml",
        """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: {{ .Release.Name }}-before
          annotations:
            helm.sh/hook: pre-install
            helm.sh/hook-delete-policy: hook-succeeded
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - {name: say, image: "busybox:1.36", command: [sh, -c, "echo ready"]}
        """);
  }

  @AfterAll
  static void stop() {
    if (podium != null) {
      podium.close();
    }
  }

  @Test
  void aReleaseIsInstalledUpgradedRolledBackAndRemoved() {
    String chart = directory.resolve("chart").toString();
    assertThat(helm("install", "one", chart, "--wait", "--timeout", "90s"))
        .contains("STATUS: deployed");
    assertThat(helm("list", "--short")).isEqualTo("one\n");
    assertThat(helm("upgrade", "one", chart, "--set", "replicas=3", "--wait", "--timeout", "90s"))
        .contains("has been upgraded");
    assertThat(helm("get", "values", "one")).contains("replicas: 3");
    assertThat(helm("status", "one")).contains("REVISION: 2");
    assertThat(helm("rollback", "one", "1", "--wait", "--timeout", "90s"))
        .contains("Rollback was a success");
    assertThat(helm("history", "one", "--max", "5"))
        .contains("superseded")
        .contains("Rollback to 1");
    assertThat(helm("uninstall", "one", "--wait", "--timeout", "90s"))
        .isEqualTo("release \"one\" uninstalled\n");
    assertThat(helm("list", "--short")).isEmpty();
  }

  private static String helm(String... arguments) {
    List<String> command = new ArrayList<>(List.of(HELM.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", podium.kubeconfig().toString());
    builder.environment().put("HOME", directory.toString());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("helm %s:%n%s", arguments[0], output).isZero();
      return output;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void write(String file, String text) throws IOException {
    Path path = directory.resolve("chart").resolve(file);
    Files.createDirectories(path.resolveSibling("x").getParent());
    Files.writeString(path, text);
  }
}

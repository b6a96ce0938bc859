package dev.podium.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A textbook's chapter on access: who may do what, before and after.
final class AccessIT {
  @TempDir static Path directory;
  private static PodiumProcess podium;
  private static Kubectl kubectl;

  @BeforeAll
  static void start() {
    List<Path> binaries = Kubectl.binaries();
    assumeFalse(binaries.isEmpty(), "there is no kubectl here: its tests are skipped");
    podium = PodiumProcess.start(directory);
    kubectl = new Kubectl(binaries.getLast(), podium.kubeconfig());
  }

  @AfterAll
  static void stop() {
    if (podium != null) {
      podium.close();
    }
  }

  @Test
  void aServiceAccountMayWhatItsRoleAllowsFromOutsideAndFromInside() {
    kubectl.run("kubectl create namespace robots");
    kubectl.run("kubectl -n robots create serviceaccount robot");
    String asked = "kubectl -n robots auth can-i list pods --as=system:serviceaccount:robots:robot";
    assertThat(kubectl.sh(asked).output()).isEqualTo("no\n");
    kubectl.run("kubectl -n robots create role reader --verb=get,list --resource=pods");
    kubectl.run(
        "kubectl -n robots create rolebinding readers --role=reader --serviceaccount=robots:robot");
    assertThat(kubectl.run(asked)).isEqualTo("yes\n");

    String outside =
        "kubectl --kubeconfig=/dev/null --insecure-skip-tls-verify --server=https://127.0.0.1:"
            + podium.httpsPort()
            + " --token=\"$(kubectl -n robots create token robot)\" -n robots get ";
    assertThat(kubectl.run(outside + "pods")).contains("No resources found");
    assertThat(kubectl.sh(outside + "secrets").output())
        .contains(
            "secrets is forbidden: User \"system:serviceaccount:robots:robot\" cannot list resource"
                + " \"secrets\" in API group \"\" in the namespace \"robots\"");

    kubectl.run(
        "kubectl -n robots run box --image=busybox --overrides="
            + "'{\"spec\":{\"serviceAccountName\":\"robot\"}}' -- sleep 3600");
    kubectl.run("kubectl -n robots wait --for=condition=Ready pod/box --timeout=50s");
    String inside =
        kubectl.run(
            "kubectl -n robots exec box -- cat"
                + " /var/run/secrets/kubernetes.io/serviceaccount/token");
    assertThat(
            kubectl.run(
                "kubectl --kubeconfig=/dev/null --insecure-skip-tls-verify"
                    + " --server=https://127.0.0.1:"
                    + podium.httpsPort()
                    + " --token="
                    + inside.strip()
                    + " -n robots get pods -o name"))
        .isEqualTo("pod/box\n");
  }

  @Test
  void aPodAsksTheApiServerWithItsMountedToken() {
    kubectl.run("kubectl create namespace inside");
    kubectl.run("kubectl -n inside create serviceaccount robot");
    kubectl.run(
        "kubectl -n inside run box --image=curlimages/curl --overrides="
            + "'{\"spec\":{\"serviceAccountName\":\"robot\"}}' -- sleep 3600");
    kubectl.run("kubectl -n inside wait --for=condition=Ready pod/box --timeout=50s");
    String question =
        "kubectl -n inside exec box -- sh -c 'cd /var/run/secrets/kubernetes.io/serviceaccount;"
            + " curl -s -w %{http_code} -o /tmp/answer --cacert ca.crt"
            + " -H \"Authorization: Bearer $(cat token)\""
            + " https://kubernetes.default/api/v1/namespaces/$(cat namespace)/pods'";
    assertThat(kubectl.run(question)).isEqualTo("403");
    assertThat(kubectl.run("kubectl -n inside exec box -- grep message /tmp/answer"))
        .contains(
            "User \\\"system:serviceaccount:inside:robot\\\" cannot list resource \\\"pods\\\"");

    kubectl.run("kubectl -n inside create role reader --verb=get,list --resource=pods");
    kubectl.run(
        "kubectl -n inside create rolebinding reader --role=reader --serviceaccount=inside:robot");

    assertThat(kubectl.run(question)).isEqualTo("200");
    assertThat(kubectl.run("kubectl -n inside exec box -- grep PodList /tmp/answer")).isNotEmpty();
  }

  @Test
  void aUserComesByACertificateThatSomebodyApproves()
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPair keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    Path key = Files.writeString(directory.resolve("ann.key"), pem(keys.getPrivate()));
    var request =
        new JcaPKCS10CertificationRequestBuilder(
                new X500Principal("CN=ann,O=devs"), keys.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()));
    Path manifest =
        Files.writeString(
            directory.resolve("ann.yaml"),
            """
            apiVersion: certificates.k8s.io/v1
            kind: CertificateSigningRequest
            metadata: {name: ann}
            spec:
              request: %s
              signerName: kubernetes.io/kube-apiserver-client
              usages: [client auth]
            """
                .formatted(
                    Base64.getEncoder()
                        .encodeToString(pem(request).getBytes(StandardCharsets.UTF_8))));
    kubectl.run("kubectl apply -f " + manifest);
    kubectl.run("kubectl certificate approve ann");
    kubectl.run(
        "for i in $(seq 100); do"
            + " [ -n \"$(kubectl get csr ann -o jsonpath='{.status.certificate}')\" ] && break;"
            + " sleep 0.2; done");
    Path certificate = directory.resolve("ann.crt");
    kubectl.run(
        "kubectl get csr ann -o jsonpath='{.status.certificate}' | base64 -d > " + certificate);
    kubectl.run(
        "kubectl config set-credentials ann --embed-certs --client-certificate=%s --client-key=%s"
            .formatted(certificate, key));
    kubectl.run("kubectl config set-context ann --user=ann --cluster=podium");

    assertThat(kubectl.run("kubectl --context=ann auth whoami"))
        .contains("ann", "[devs system:authent");
    assertThat(kubectl.sh("kubectl --context=ann auth can-i list deployments").output())
        .isEqualTo("no\n");
    kubectl.run("kubectl create clusterrolebinding devs --clusterrole=view --group=devs");
    assertThat(kubectl.run("kubectl --context=ann auth can-i list deployments")).isEqualTo("yes\n");
    assertThat(kubectl.sh("kubectl --context=ann auth can-i delete deployments").output())
        .isEqualTo("no\n");
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}

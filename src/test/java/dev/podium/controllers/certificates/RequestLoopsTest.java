package dev.podium.controllers.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.auth.UserInfo;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.registry.ResourceDefinition;
import dev.podium.runtime.Simulation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestLoopsTest {
  private static final String NODE = "system:node:a";

  private final Simulation cluster = new Simulation();

  /// Who may what, as `user subresource`.
  private final Set<String> rights = new HashSet<>();

  @BeforeEach
  void start() {
    cluster
        .catalog()
        .add(
            ResourceDefinition.of(
                    "authorization.k8s.io/v1", "SubjectAccessReview", "subjectaccessreviews")
                .clusterScoped()
                .performs((_, _, _, review, _) -> answered(review))
                .build());
    KubeletApproval.register(cluster.loops(), cluster.user(), cluster.clock());
    RequestCleaning.register(cluster.loops(), cluster.user(), cluster.clock());
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private ApiObject answered(ApiObject review) {
    JsonObject spec = review.spec();
    String right = spec.string("user") + " " + spec.string("resourceAttributes", "subresource");
    return review.with("status", JsonObject.of("allowed", rights.contains(right)));
  }

  private void ask(String user, String subject, String signer)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair keys = generator.generateKeyPair();
    byte[] der =
        new JcaPKCS10CertificationRequestBuilder(new X500Principal(subject), keys.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
            .getEncoded();
    String pem =
        "-----BEGIN CERTIFICATE REQUEST-----\n%s\n-----END CERTIFICATE REQUEST-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(der));
    ApiObject request =
        ApiObject.named(Kinds.CERTIFICATE_SIGNING_REQUEST, "", "r")
            .with(
                "spec",
                JsonObject.of(
                    "request",
                    Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)),
                    "signerName",
                    signer,
                    "usages",
                    List.of("digital signature", "client auth")));
    cluster.user().as(UserInfo.of(user, "system:authenticated"), "kubelet").create(request);
    cluster.settle();
  }

  private List<ApiObject> requests() {
    return cluster.user().list(Kinds.CERTIFICATE_SIGNING_REQUEST, "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          system:node:a | selfnodeclient | Auto approving self kubelet client certificate after SubjectAccessReview.
          system:node:a | nodeclient     | Auto approving kubelet client certificate after SubjectAccessReview.
          boot          | nodeclient     | Auto approving kubelet client certificate after SubjectAccessReview.
          boot          | selfnodeclient | ``
          """)
  void aKubeletsRequestIsApprovedWhereWhoAsksMayHaveIt(String user, String right, String message)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    rights.add(user + " " + right);

    ask(user, "O=system:nodes,CN=" + NODE, "kubernetes.io/kube-apiserver-client-kubelet");

    assertThat(requests().getFirst().status().objects("conditions"))
        .map(c -> c.string("reason") + ": " + c.string("message"))
        .isEqualTo(message.isEmpty() ? List.of() : List.of("AutoApproved: " + message));
  }

  @Test
  void whatIsRefusedAtFirstIsApprovedOnceItIsGranted()
      throws GeneralSecurityException, OperatorCreationException, IOException {
    ask("boot", "O=system:nodes,CN=" + NODE, "kubernetes.io/kube-apiserver-client-kubelet");
    rights.add("boot nodeclient");

    cluster.advance(Duration.ofMinutes(1));

    assertThat(Requests.has(requests().getFirst(), Requests.APPROVED)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'O=system:nodes,CN=system:node:a',kubernetes.io/kube-apiserver-client",
    "'O=devs,CN=system:node:a',kubernetes.io/kube-apiserver-client-kubelet"
  })
  void otherRequestsWaitForSomebodyAndGoAfterADay(String subject, String signer)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    rights.add(NODE + " nodeclient");
    ask(NODE, subject, signer);
    assertThat(requests().getFirst().status().objects("conditions")).isEmpty();

    cluster.advance(Duration.ofHours(24));
    assertThat(requests()).hasSize(1);
    cluster.advance(Duration.ofSeconds(2));
    assertThat(requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Denied, '', true",
    "Failed, '', true",
    "Approved, '', false",
    "Approved, eA==, true",
    "Other, eA==, false"
  })
  void whatIsDecidedGoesAnHourLaterButWhatWaitsForItsSigner(
      String type, String certificate, boolean goes) {
    ApiObject request =
        ApiObject.named(Kinds.CERTIFICATE_SIGNING_REQUEST, "", "r")
            .with("status", JsonObject.of("certificate", certificate));

    ApiObject decided =
        Requests.with(request, type, "R", "m", Timestamps.parse("2026-01-01T00:00:00Z"));

    assertThat(RequestCleaning.end(decided).map(Timestamps::format).orElse(""))
        .isEqualTo(goes ? "2026-01-01T01:00:00Z" : "");
  }
}

package dev.podium.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the baseline standard says about a pod, in upstream's words.
final class PodStandardTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "spec: {containers: [{name: c}]} | |",
        "spec: {securityContext: {sysctls: [{name: kernel.msgmax}]}} | forbidden sysctls | kernel.msgmax",
        "spec: {securityContext: {sysctls: [{name: net.ipv4.tcp_rmem}]}} | |",
        "spec: {containers: [{name: c, securityContext: {procMount: Unmasked}}]} | procMount | container \"c\" must not set securityContext.procMount to \"Unmasked\"",
        "spec: {securityContext: {seLinuxOptions: {type: x, user: u}}} | seLinuxOptions | pod set forbidden securityContext.seLinuxOptions: type \"x\"; user may not be set",
        "spec: {containers: [{name: c, securityContext: {appArmorProfile: {type: Unconfined}}}]} | forbidden AppArmor profile | container \"c\" must not set AppArmor profile type to \"Unconfined\"",
        "spec: {securityContext: {windowsOptions: {hostProcess: true}}, containers: [{name: c}]} | hostProcess | pod must not set securityContext.windowsOptions.hostProcess=true",
        "spec: {securityContext: {seccompProfile: {type: Unconfined}}, containers: [{name: c}]} | seccompProfile | pod must not set securityContext.seccompProfile.type to \"Unconfined\"",
        "spec: {containers: [{name: c, livenessProbe: {httpGet: {host: h}}}]} | probe or lifecycle host | container \"c\" uses probe or lifecycle host \"h\"",
      })
  void theBaselineNamesWhatItForbids(String pod, @Nullable String reason, @Nullable String detail) {
    Map<String, String> found =
        PodStandard.violations(
            Yaml.parseObject(("{" + pod + "}").getBytes(StandardCharsets.UTF_8)), "baseline", 36);

    assertThat(found)
        .isEqualTo(reason == null || detail == null ? Map.of() : Map.of(reason, detail));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "fsGroup: 1 | runAsGroup: 1 | runAsNonRoot != true | pod or container \"c\" must set securityContext.runAsNonRoot=true",
        "runAsNonRoot: false | runAsNonRoot: true | runAsNonRoot != true | pod must not set securityContext.runAsNonRoot=false",
        "runAsUser: 0 | runAsUser: 0 | runAsUser=0 | pod and container \"c\" must not set runAsUser=0",
        "fsGroup: 1 | seccompProfile: {type: Unconfined} | seccompProfile | container \"c\" must not set securityContext.seccompProfile.type to \"Unconfined\"",
      })
  void theRestrictedStandardNamesWhoSetsWhat(
      String ofPod, String ofContainer, String reason, String detail) {
    String pod =
        "{spec: {securityContext: {%s}, containers: [{name: c, securityContext: {%s}}]}}"
            .formatted(ofPod, ofContainer);

    assertThat(
            PodStandard.violations(
                Yaml.parseObject(pod.getBytes(StandardCharsets.UTF_8)), "restricted", 36))
        .containsEntry(reason, detail);
  }
}

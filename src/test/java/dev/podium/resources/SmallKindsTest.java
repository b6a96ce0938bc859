package dev.podium.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Leases, PriorityClasses, RuntimeClasses and ComponentStatuses.
final class SmallKindsTest {
  private final KindApi api = new KindApi();

  private ApiObject priorityClass(String name, String fields) {
    return api.create(
        "{'apiVersion':'scheduling.k8s.io/v1','kind':'PriorityClass','metadata':{'name':'%s'},%s}",
        name, fields);
  }

  private ApiObject runtimeClass(String fields) {
    return api.create(
        "{'apiVersion':'node.k8s.io/v1','kind':'RuntimeClass','metadata':{'name':'a'},%s}", fields);
  }

  private ApiObject lease(String spec) {
    return api.create(
        "{'apiVersion':'coordination.k8s.io/v1','kind':'Lease','metadata':{'name':'a'},"
            + "'spec':%s}",
        spec);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          system-odd              | 'value':1          | metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-odd is not a known system priority class
          system-cluster-critical | 'value':1          | metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: value of system-cluster-critical PriorityClass must be 2000000000
          a                       | 'value':1000000001 | value: Forbidden: maximum allowed value of a user defined priority is 1000000000
          a                       | 'value':1,'preemptionPolicy':'Odd' | preemptionPolicy: Unsupported value: "Odd": supported values: "PreemptLowerPriority", "Never"
          """)
  void prioritiesAreCheckedInUpstreamsWords(String name, String fields, String error) {
    assertThat(KindApi.refusal(() -> priorityClass(name, fields))).containsExactly(error);
  }

  @Test
  void theValueOfAPriorityClassStays() {
    ApiObject made = priorityClass("a", "'value':5");

    assertThat(KindApi.refusal(() -> api.merge(made, "{'value':6}")))
        .containsExactly("value: Forbidden: may not be changed in an update.");
    assertThat(api.cells(made)).isEqualTo(List.of("a", 5L, false, "0s", "PreemptLowerPriority"));
  }

  @Test
  void aClassOfTheSystemIsNotDeletedByName() {
    ApiObject made = priorityClass("system-cluster-critical", "'value':2000000000");

    assertThat(KindApi.refusal(() -> api.delete(made)))
        .containsExactly(
            "priorityclasses.scheduling.k8s.io \"system-cluster-critical\" is forbidden: this is a"
                + " system priority class and cannot be deleted");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'handler':''                                                      | handler: Required value
          'handler':'a','overhead':{'podFixed':{'odd':'1'}}                 | overhead.limits[odd]: Invalid value: "odd": must be a standard resource type or fully qualified;overhead.limits[odd]: Invalid value: "odd": must be a standard resource for containers
          'handler':'a','scheduling':{'tolerations':[{'key':'k','operator':'Odd'}]} | scheduling.tolerations[0].operator: Unsupported value: "Odd": supported values: "Equal", "Exists"
          """)
  void runtimesAreCheckedInUpstreamsWords(String fields, String errors) {
    assertThat(KindApi.refusal(() -> runtimeClass(fields))).containsExactly(errors.split(";"));
  }

  @Test
  void aLeaseLastsAndIsHeld() {
    String least = "spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0";
    assertThat(KindApi.refusal(() -> lease("{'leaseDurationSeconds':0,'leaseTransitions':-1}")))
        .containsExactly(
            least, "spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0");

    ApiObject lease = lease("{'holderIdentity':'me','strategy':'OldestEmulationVersion'}");
    assertThat(lease.spec().keys()).containsExactly("holderIdentity");
    assertThat(api.cells(lease)).isEqualTo(List.of("a", "me", "0s"));
    assertThat(
            KindApi.refusal(() ->
                api.merge(
                    lease,
                    "{'metadata':{'resourceVersion':'%s'},'spec':{'leaseDurationSeconds':0}}"
                        .formatted(lease.resourceVersion()))))
        .containsExactly(least);
  }
}

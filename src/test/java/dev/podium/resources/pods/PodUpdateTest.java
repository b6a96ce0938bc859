package dev.podium.resources.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.resources.KindApi;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PodUpdateTest {
  private static final String CONTAINERS = "'containers':[{'name':'c','image':'i:1'%s}]";

  private final KindApi api = new KindApi();

  private ApiObject pod(String fields) {
    return api.create(
        "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p'},'spec':{%s%s}}",
        CONTAINERS.formatted(""), fields);
  }

  private List<String> refusal(ApiObject pod, String spec) {
    return KindApi.refusal(() -> api.merge(pod, "{'spec':{%s}}".formatted(spec)));
  }

  @Test
  void imagesMayChange() {
    ApiObject pod = pod("");

    ApiObject changed =
        api.merge(
            pod,
            "{'spec':{'containers':[{'name':'c','image':'i:2','imagePullPolicy':'IfNotPresent'}]}}");

    assertThat(changed.spec().objects("containers").getFirst().string("image")).isEqualTo("i:2");
    assertThat(changed.generation()).hasValue(2);
  }

  @Test
  void containersStayAsManyAsTheyAre() {
    assertThat(
            refusal(
                pod(""), "'containers':[{'name':'c','image':'i:1'},{'name':'d','image':'i:1'}]"))
        .containsExactly(
            "spec.containers: Forbidden: pod updates may not add or remove containers");
  }

  @Test
  void nothingElseMayChangeAndTheDifferenceIsShown() {
    assertThat(refusal(pod(""), "'nodeSelector':{'a':'b'}"))
        .containsExactly(
            "spec: Forbidden: pod updates may not change fields other than"
                + " `spec.containers[*].image`,`spec.initContainers[*].image`,"
                + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
                + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if"
                + " it was previously negative)\n"
                + "@@ -39,7 +39,9 @@\n"
                + "  \"TerminationGracePeriodSeconds\": 30,\n"
                + "  \"ActiveDeadlineSeconds\": null,\n"
                + "  \"DNSPolicy\": \"ClusterFirst\",\n"
                + "- \"NodeSelector\": null,\n"
                + "+ \"NodeSelector\": {\n"
                + "+  \"a\": \"b\"\n"
                + "+ },\n"
                + "  \"ServiceAccountName\": \"\",\n"
                + "  \"AutomountServiceAccountToken\": null,\n"
                + "  \"NodeName\": \"\",\n");
  }

  @Test
  void deadlinesOnlyComeNearer() {
    ApiObject pod = pod(",'activeDeadlineSeconds':100");

    ApiObject nearer = api.merge(pod, "{'spec':{'activeDeadlineSeconds':50}}");

    assertThat(nearer.spec().integer("activeDeadlineSeconds")).isEqualTo(50);
    assertThat(refusal(pod, "'activeDeadlineSeconds':60"))
        .containsExactly(
            "spec.activeDeadlineSeconds: Invalid value: 60: must be less than or equal to previous"
                + " value");
    assertThat(refusal(pod, "'activeDeadlineSeconds':null"))
        .containsExactly(
            "spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive"
                + " integer to nil value");
  }

  @Test
  void tolerationsAreOnlyAdded() {
    ApiObject pod = pod(",'tolerations':[{'key':'a','operator':'Exists'}]");

    api.merge(
        pod,
        "{'spec':{'tolerations':[{'key':'b','operator':'Exists'},{'key':'a','operator':'Exists'}]}}");

    assertThat(refusal(pod, "'tolerations':[{'key':'b','operator':'Exists'}]"))
        .first()
        .isEqualTo(
            "spec.tolerations: Forbidden: existing toleration can not be modified except its"
                + " tolerationSeconds");
  }

  @Test
  void schedulingGatesOnlyOpen() {
    ApiObject pod = pod(",'schedulingGates':[{'name':'a'},{'name':'b'}]");

    api.merge(pod, "{'spec':{'schedulingGates':[{'name':'b'}]}}");

    assertThat(refusal(pod, "'schedulingGates':[{'name':'b'},{'name':'c'}]"))
        .first()
        .asString()
        .startsWith("spec.schedulingGates[");
  }

  @Test
  void resizingChangesCpuAndMemoryAndNothingElse() {
    ApiObject pod =
        api.create(
            "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p'},'spec':{%s}}",
            CONTAINERS.formatted(",'resources':{'requests':{'cpu':'100m'}}"));
    String resources =
        "{'spec':{"
            + CONTAINERS.formatted(",'imagePullPolicy':'IfNotPresent','resources':{%s}")
            + "}}";

    ApiObject resized = api.merge(pod, "resize", resources.formatted("'requests':{'cpu':'200m'}"));

    assertThat(
            resized.spec().objects("containers").getFirst().string("resources", "requests", "cpu"))
        .isEqualTo("200m");
    assertThat(
            KindApi.refusal(() ->
                api.merge(
                    pod,
                    "resize",
                    resources.formatted("'requests':{'cpu':'200m','ephemeral-storage':'1Gi'}"))))
        .containsExactly("spec: Forbidden: only cpu and memory resources are mutable");
    assertThat(KindApi.refusal(() -> api.merge(pod, "resize", resources.formatted(""))))
        .first()
        .isEqualTo(
            "spec: Invalid value: \"Burstable\": Pod QOS Class may not change as a result of"
                + " resizing");
  }

  @Test
  void theStatusIsWrittenThroughItsOwnPath() {
    ApiObject pod = pod("");

    ApiObject running =
        api.merge(pod, "status", "{'status':{'phase':'Running','podIP':'1.2.3.4'}}");

    assertThat(running.status().string("phase")).isEqualTo("Running");
    assertThat(running.status().string("qosClass")).isEqualTo("BestEffort");
    assertThat(
            KindApi.refusal(() ->
                api.merge(pod, "status", "{'status':{'podIP':'1.2.3','podIPs':[{'ip':'1.2.3'}]}}")))
        .first()
        .asString()
        .startsWith("status.podIPs[0]: Invalid value: \"1.2.3\": must be a valid IP address");
  }
}

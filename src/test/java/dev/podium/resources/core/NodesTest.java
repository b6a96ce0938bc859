package dev.podium.resources.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.resources.KindApi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodesTest {
  private final KindApi api = new KindApi();

  private ApiObject node(String fields) {
    return api.create("{'apiVersion':'v1','kind':'Node','metadata':{'name':'n'}%s}", fields);
  }

  @Test
  void aNodeMayBeCreatedWithItsStatus() {
    ApiObject node = node(",'status':{'capacity':{'cpu':'2'}}");

    assertThat(node.status().object("allocatable").string("cpu")).isEqualTo("2");
    assertThat(node.status().object("nodeInfo").size()).isEqualTo(10);
    assertThat(node.status().object("daemonEndpoints").toString())
        .isEqualTo("{\"kubeletEndpoint\":{\"Port\":0}}");
  }

  @Test
  void theOldRangeIsTheFirstOfTheNewOnes() {
    ApiObject node = node(",'spec':{'podCIDRs':['10.1.0.0/24','fd00::/64']}");

    assertThat(node.spec().string("podCIDR")).isEqualTo("10.1.0.0/24");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          ,'spec':{'taints':[{'key':'a','effect':'No'}]}                     | metadata.taints[0].effect: Unsupported value: "No": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"
          ,'spec':{'taints':[{'key':'a'}]}                                   | metadata.taints[0].effect: Required value
          ,'spec':{'podCIDRs':['10.1.0.0/24','10.2.0.0/24']}                 | spec.podCIDRs: Invalid value: ["10.1.0.0/24","10.2.0.0/24"]: may specify no more than one CIDR for each IP family
          ,'status':{'capacity':{'cpu':'-1'},'allocatable':{'pods':'500m'}}  | status.capacity.cpu: Invalid value: "-1": must be greater than or equal to 0;status.allocatable.pods: Invalid value: "500m": must be an integer
          """)
  void whatIsWrongIsSaidInUpstreamsWords(String fields, String errors) {
    assertThat(KindApi.refusal(() -> node(fields))).containsExactly(errors.split(";"));
  }

  @Test
  void rangeAndProviderAreGivenOnce() {
    ApiObject node = node(",'spec':{'podCIDR':'10.1.0.0/24','providerID':'p://1'}");

    assertThat(
            KindApi.refusal(() ->
                api.merge(
                    node,
                    "{'spec':{'podCIDR':'10.2.0.0/24','podCIDRs':['10.2.0.0/24'],"
                        + "'providerID':'p://2'}}")))
        .containsExactly(
            "spec.podCIDRs: Forbidden: node updates may not change podCIDR except from \"\" to"
                + " valid",
            "spec.providerID: Forbidden: node updates may not change providerID except from \"\""
                + " to valid");
  }

  @Test
  void aTableShowsReadinessRolesAndAddresses() {
    ApiObject node =
        api.create(
            "{'apiVersion':'v1','kind':'Node','metadata':{'name':'n','labels':"
                + "{'node-role.kubernetes.io/control-plane':'','kubernetes.io/role':'db'}},"
                + "'spec':{'unschedulable':true},"
                + "'status':{'conditions':[{'type':'Ready','status':'True'}],"
                + "'addresses':[{'type':'InternalIP','address':'10.0.0.1'}],"
                + "'nodeInfo':{'kubeletVersion':'v1.36.2','osImage':'Linux'}}}");

    assertThat(api.cells(node))
        .isEqualTo(
            List.of(
                "n",
                "Ready,SchedulingDisabled",
                "control-plane,db",
                "0s",
                "v1.36.2",
                "10.0.0.1",
                "<none>",
                "Linux",
                "<unknown>",
                "<unknown>"));
  }

  @Test
  void fieldsOfThePastAreWarnedOf() {
    node(",'spec':{'externalID':'x'}");

    assertThat(api.warnings())
        .containsExactly("spec.externalID: this field is deprecated, and is unused by Kubernetes");
  }
}

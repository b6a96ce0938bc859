package dev.podium.resources.networking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.resources.KindApi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NetworkPoliciesTest {
  private final KindApi api = new KindApi();

  private ApiObject policy(String spec) {
    return api.create(
        "{'apiVersion':'networking.k8s.io/v1','kind':'NetworkPolicy','metadata':{'name':'a'},"
            + "'spec':%s}",
        spec);
  }

  @Test
  void directionsFollowFromTheRules() {
    assertThat(policy("{}").spec().strings("policyTypes")).containsExactly("Ingress");
    ApiObject both =
        new KindApi()
            .create(
                "{'apiVersion':'networking.k8s.io/v1','kind':'NetworkPolicy','metadata':{'name':'b'},"
                    + "'spec':{'egress':[{'ports':[{'port':53}]}]}}");
    assertThat(both.spec().strings("policyTypes")).containsExactly("Ingress", "Egress");
    assertThat(both.spec().objects("egress").getFirst().objects("ports").getFirst())
        .hasToString("{\"protocol\":\"TCP\",\"port\":53}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {'policyTypes':['Odd']}                                         | spec.policyTypes[0]: Unsupported value: "Odd": supported values: "Ingress", "Egress"
          {'ingress':[{'from':[{}]}]}                                     | spec.ingress[0].from[0]: Required value: must specify a peer
          {'ingress':[{'from':[{'podSelector':{},'ipBlock':{'cidr':'10.0.0.0/8'}}]}]} | spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer
          {'ingress':[{'from':[{'ipBlock':{'cidr':''}}]}]}                | spec.ingress[0].from[0].ipBlock.cidr: Required value
          {'ingress':[{'from':[{'ipBlock':{'cidr':'10.0.0.0/8','except':['11.0.0.0/16']}}]}]} | spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`
          {'ingress':[{'ports':[{'port':'web','endPort':9}]}]}            | spec.ingress[0].ports[0].endPort: Invalid value: 9: may not be specified when `port` is non-numeric
          {'ingress':[{'ports':[{'port':10,'endPort':9}]}]}               | spec.ingress[0].ports[0].endPort: Invalid value: 10: must be greater than or equal to `port`
          {'ingress':[{'ports':[{'endPort':9}]}]}                         | spec.ingress[0].ports[0].endPort: Invalid value: 9: may not be specified when `port` is not specified
          {'podSelector':{'matchExpressions':[{'key':'a','operator':'In'}]}} | spec.podSelector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'
          """)
  void whatIsWrongIsSaidInUpstreamsWords(String spec, String errors) {
    assertThat(KindApi.refusal(() -> policy(spec))).containsExactly(errors.split(";"));
  }

  @Test
  void aTableShowsTheSelector() {
    assertThat(api.cells(policy("{'podSelector':{'matchLabels':{'b':'2','a':'1'}}}")))
        .isEqualTo(List.of("a", "a=1,b=2", "0s"));
  }

  @Test
  void unusualWritingOfARangeIsWarnedOf() {
    policy("{'egress':[{'to':[{'ipBlock':{'cidr':'2001:DB8::/32'}}]}]}");

    assertThat(api.warnings())
        .singleElement()
        .asString()
        .startsWith("spec.egress[0].to[0].ipBlock.cidr: IPv6 CIDR value \"2001:DB8::/32\"");
  }
}

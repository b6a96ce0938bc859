package dev.podium.resources.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.KindApi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// LimitRanges and ResourceQuotas.
final class LimitsTest {
  private final KindApi api = new KindApi();

  private ApiObject limit(String limit) {
    return api.create(
        "{'apiVersion':'v1','kind':'LimitRange','metadata':{'name':'a'},'spec':{'limits':[%s]}}",
        limit);
  }

  private ApiObject quota(String spec) {
    return api.create(
        "{'apiVersion':'v1','kind':'ResourceQuota','metadata':{'name':'a'},'spec':%s}", spec);
  }

  @Test
  void aMaximumAloneIsDefaultAndDefaultRequestToo() {
    JsonObject limit =
        limit("{'type':'Container','max':{'cpu':'2'}}").spec().objects("limits").getFirst();

    assertThat(limit.object("default").string("cpu")).isEqualTo("2");
    assertThat(limit.object("defaultRequest").string("cpu")).isEqualTo("2");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {'type':'Odd'}                                                      | spec.limits[0].type: Invalid value: "Odd": must be a standard limit type or fully qualified
          {'type':'Pod','default':{'cpu':'1'}}                                | spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'
          {'type':'Container','min':{'cpu':'2'},'max':{'cpu':'1'}}            | spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1;spec.limits[0].defaultRequest[cpu]: Invalid value: "1": min value 2 is greater than default request value 1;spec.limits[0].default[cpu]: Invalid value: "2": min value 2 is greater than default value 1
          {'type':'PersistentVolumeClaim'}                                    | spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided
          {'type':'Container','max':{'widgets':'1'}}                          | spec.limits[0].max[widgets]: Invalid value: "widgets": must be a standard resource type or fully qualified;spec.limits[0].max[widgets]: Invalid value: "widgets": must be a standard resource for containers;spec.limits[0].default[widgets]: Invalid value: "widgets": must be a standard resource type or fully qualified;spec.limits[0].default[widgets]: Invalid value: "widgets": must be a standard resource for containers;spec.limits[0].defaultRequest[widgets]: Invalid value: "widgets": must be a standard resource type or fully qualified;spec.limits[0].defaultRequest[widgets]: Invalid value: "widgets": must be a standard resource for containers
          """)
  void limitsMustAgree(String limit, String errors) {
    assertThat(KindApi.refusal(() -> limit(limit))).containsExactly(errors.split(";"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {'hard':{'odd':'1'}}                                   | spec.hard[odd]: Invalid value: "odd": must be a standard resource type or fully qualified;spec.hard[odd]: Invalid value: "odd": must be a standard resource for quota
          {'hard':{'pods':'-1'}}                                 | spec.hard[pods]: Invalid value: "-1": must be greater than or equal to 0
          {'scopes':['Odd']}                                     | spec.scopes: Invalid value: ["Odd"]: unsupported scope
          {'scopes':['BestEffort','NotBestEffort']}              | spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: conflicting scopes
          {'hard':{'cpu':'1'},'scopes':['BestEffort']}           | spec.scopes: Invalid value: ["BestEffort"]: unsupported scope applied to resource
          {'scopeSelector':{'matchExpressions':[{'scopeName':'PriorityClass','operator':'In'}]}} | spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is 'In' or 'NotIn' for scope selector
          """)
  void quotasCountWhatTheyCan(String spec, String errors) {
    assertThat(KindApi.refusal(() -> quota(spec))).containsExactly(errors.split(";"));
  }

  @Test
  void theScopesOfAQuotaStayInAnyOrder() {
    ApiObject quota = quota("{'scopes':['Terminating','NotBestEffort']}");

    api.merge(quota, "{'spec':{'scopes':['NotBestEffort','Terminating']}}");
    assertThat(KindApi.refusal(() -> api.merge(quota, "{'spec':{'scopes':['Terminating']}}")))
        .containsExactly("spec.scopes: Invalid value: [\"Terminating\"]: field is immutable");
  }

  @Test
  void aTableShowsWhatIsUsed() {
    ApiObject quota = quota("{'hard':{'pods':'5','limits.cpu':'2'}}");
    ApiObject counted =
        api.merge(
            quota,
            "status",
            "{'status':{'hard':{'pods':'5','requests.cpu':'1','limits.cpu':'2'},"
                + "'used':{'pods':'1'}}}");

    assertThat(api.cells(counted))
        .isEqualTo(List.of("a", "pods: 1/5, requests.cpu: 0/1", "limits.cpu: 0/2", "0s"));
  }
}

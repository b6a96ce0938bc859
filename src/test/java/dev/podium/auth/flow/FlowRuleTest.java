package dev.podium.auth.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.auth.Attributes;
import dev.podium.auth.UserInfo;
import dev.podium.object.GroupResource;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowRuleTest {
  private static FlowRule rule(String subject, String resources, String paths) {
    JsonObject rule =
        (JsonObject)
            Json.parse(
                "{'subjects':[%s],'resourceRules':[%s],'nonResourceRules':[%s]}"
                    .formatted(subject, resources, paths)
                    .replace('\'', '"')
                    .getBytes(StandardCharsets.UTF_8));
    return new FlowRule(List.of(rule));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'kind':'User','user':{'name':'jane'}}                                     | jane                         | true
          {'kind':'User','user':{'name':'joe'}}                                      | jane                         | false
          {'kind':'User','user':{'name':'*'}}                                        | jane                         | true
          {'kind':'Group','group':{'name':'testers'}}                                | jane                         | true
          {'kind':'Group','group':{'name':'*'}}                                      | jane                         | true
          {'kind':'Group','group':{'name':'others'}}                                 | jane                         | false
          {'kind':'ServiceAccount','serviceAccount':{'namespace':'a','name':'*'}}    | system:serviceaccount:a:bot  | true
          {'kind':'ServiceAccount','serviceAccount':{'namespace':'a','name':'bot'}}  | system:serviceaccount:a:bot  | true
          {'kind':'ServiceAccount','serviceAccount':{'namespace':'a','name':'bot'}}  | system:serviceaccount:b:bot  | false
          """)
  void aSubjectMeansUsersGroupsAndAccounts(String subject, String user, boolean means) {
    FlowRule rule = rule(subject, "", "{'verbs':['*'],'nonResourceURLs':['*']}");

    assertThat(rule.matches(Attributes.path(UserInfo.of(user, "testers"), "get", "/version")))
        .isEqualTo(means);
  }

  @ParameterizedTest
  @CsvSource({
    // verb, resource, namespace, matches
    "get,    pods,  a,  true",
    "get,    pods,  b,  false",
    "get,    pods,  '', false",
    "delete, pods,  a,  false",
    "get,    nodes, '', true",
    "get,    nodes, a,  false",
  })
  void resourcesAreNamedWithTheirScope(
      String verb, String resource, String namespace, boolean matches) {
    FlowRule rule =
        rule(
            "{'kind':'Group','group':{'name':'*'}}",
            "{'verbs':['get'],'apiGroups':['*'],'resources':['pods'],'namespaces':['a']},"
                + "{'verbs':['get'],'apiGroups':['*'],'resources':['nodes'],'clusterScope':true}",
            "");
    Attributes asked =
        Attributes.resource(
            UserInfo.of("jane"), verb, new GroupResource("", resource), namespace, "");

    assertThat(rule.matches(asked)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "/healthz, /healthz, true",
    "/healthz, /healthz/etcd, false",
    "/healthz/*, /healthz/etcd, true",
    "/healthz/*, /healthz, false",
    "*, /anything, true"
  })
  void pathsMayEndInAStar(String url, String path, boolean matches) {
    FlowRule rule =
        rule(
            "{'kind':'Group','group':{'name':'*'}}",
            "",
            "{'verbs':['get'],'nonResourceURLs':['%s']}".formatted(url));

    assertThat(rule.matches(Attributes.path(UserInfo.of("jane"), "get", path))).isEqualTo(matches);
  }
}

package dev.podium.auth.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.auth.UserInfo;
import dev.podium.object.Json;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscalationTest {
  private static final String PODS =
      "{'apiGroups':[''],'resources':['pods'],'verbs':['get','list']}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'apiGroups':[''],'resources':['pods'],'verbs':['get']}                         | true",
        "{'apiGroups':[''],'resources':['pods'],'resourceNames':['a'],'verbs':['get']}   | true",
        "{'apiGroups':[''],'resources':['pods'],'verbs':['get','watch']}                 | false",
        "{'apiGroups':[''],'resources':['pods','pods/log'],'verbs':['get']}              | false",
        "{'apiGroups':['apps'],'resources':['deployments/scale'],'verbs':['update']}     | true",
        "{'apiGroups':['apps'],'resources':['deployments'],'verbs':['update']}           | false",
        "{'apiGroups':[''],'resources':['secrets'],'resourceNames':['s'],'verbs':['get']}| true",
        "{'apiGroups':[''],'resources':['secrets'],'verbs':['get']}                      | false",
        "{'nonResourceURLs':['/logs/x'],'verbs':['get']}                                 | true",
        "{'nonResourceURLs':['/metrics'],'verbs':['get']}                                | false",
      })
  void whatIsHeldMayBeGranted(String granted, boolean allowed) {
    List<PolicyRule> held =
        rules(
            PODS,
            "{'apiGroups':['apps'],'resources':['*/scale'],'verbs':['*']}",
            "{'apiGroups':[''],'resources':['secrets'],'resourceNames':['s'],'verbs':['get']}",
            "{'nonResourceURLs':['/logs/*'],'verbs':['get']}");

    assertThat(Escalation.missing(held, rules(granted)).isEmpty()).isEqualTo(allowed);
  }

  @Test
  void theRefusalJoinsVerbsAndSortsRules() {
    UserInfo jane = UserInfo.of("jane", "dev", "system:authenticated");

    assertThat(
            Escalation.problem(
                jane,
                new Rights(rules(PODS), List.of()),
                rules(
                    "{'apiGroups':['','apps'],'resources':['secrets'],'verbs':['get','list']}",
                    "{'nonResourceURLs':['*'],'verbs':['*']}",
                    PODS)))
        .hasValue(
            """
            user "jane" (groups=["dev" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:
            {APIGroups:[""], Resources:["secrets"], Verbs:["get" "list"]}
            {APIGroups:["apps"], Resources:["secrets"], Verbs:["get" "list"]}
            {NonResourceURLs:["*"], Verbs:["*"]}\
            """);
  }

  private static List<PolicyRule> rules(String... json) {
    return Arrays.stream(json)
        .map(rule -> PolicyRule.of(Json.parseObject(rule.replace('\'', '"'))))
        .toList();
  }
}

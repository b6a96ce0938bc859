package dev.podium.resources.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.resources.KindApi;
import dev.podium.usage.ContainerSum;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PodActionsTest {
  private static final String EVICTION =
      "{'apiVersion':'policy/v1','kind':'Eviction','metadata':{'name':'p'}}";

  private final KindApi api = new KindApi();

  private ApiObject pod(String fields) {
    return api.create(
        "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p','labels':{'app':'x'}},"
            + "'spec':{'containers':[{'name':'c','image':'i'}]%s}}",
        fields);
  }

  private ApiObject ready(ApiObject pod) {
    return api.merge(
        pod,
        "status",
        "{'status':{'phase':'Running','conditions':[{'type':'Ready','status':'True'}]}}");
  }

  private static String binding(String name, String target) {
    return "{'apiVersion':'v1','kind':'Binding','metadata':{'name':'%s','annotations':{'a':'b'}},'target':%s}"
        .formatted(name, target);
  }

  private void budget(int allowed, String... fields) {
    ApiObject budget =
        api.create(
            "{'apiVersion':'policy/v1','kind':'PodDisruptionBudget','metadata':{'name':'b'},"
                + "'spec':{'minAvailable':1,'selector':{'matchLabels':{'app':'x'}}%s}}",
            String.join("", fields));
    api.merge(
        budget,
        "status",
        ("{'metadata':{'resourceVersion':'%s'},'status':{'observedGeneration':1,"
                + "'disruptionsAllowed':%d,'currentHealthy':1,'desiredHealthy':1,"
                + "'expectedPods':1}}")
            .formatted(budget.resourceVersion(), allowed));
  }

  @Test
  void aBindingAssignsTheNodeAndSaysThatThePodIsScheduled() {
    ApiObject pod = pod("");

    api.act(pod, "binding", binding("p", "{'kind':'Node','name':'n'}"));

    ApiObject bound = api.find(pod).orElseThrow();
    assertThat(bound.spec().string("nodeName")).isEqualTo("n");
    assertThat(bound.annotations()).containsEntry("a", "b");
    assertThat(PodConditions.holds(bound, "PodScheduled")).isTrue();
    assertThat(
            KindApi.refusal(
                () -> api.act(pod, "binding", binding("p", "{'kind':'Node','name':'m'}"))))
        .containsExactly(
            "Operation cannot be fulfilled on pods/binding \"p\": pod p is already assigned to node"
                + " \"n\"");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          q | {'name':'n'} | name in URL does not match name in Binding object
          p | {} | target.name: Required value
          p | {'kind':'Pod','name':'n'} | target.kind: Unsupported value: "Pod": supported values: "Node", "<empty>"
          """)
  void whatBindsNothingIsRefused(String name, String target, String message) {
    ApiObject pod = pod("");

    assertThat(KindApi.refusal(() -> api.act(pod, "binding", binding(name, target))))
        .containsExactly(message);
  }

  @Test
  void aGatedPodIsNotBound() {
    ApiObject pod = pod(",'schedulingGates':[{'name':'g'}]");

    assertThat(KindApi.refusal(() -> api.act(pod, "binding", binding("p", "{'name':'n'}"))))
        .containsExactly(
            "Operation cannot be fulfilled on pods/binding \"p\": pod p has non-empty"
                + " .spec.schedulingGates");
  }

  @Test
  void anEvictionTakesFromTheBudget() {
    ApiObject pod = ready(pod(""));
    budget(1);

    assertThat(api.act(pod, "eviction", EVICTION).root().string("status")).isEqualTo("Success");
    assertThat(api.find(pod)).isEmpty();
  }

  @Test
  void anExhaustedBudgetRefusesAnEviction() {
    ApiObject pod = ready(pod(""));
    budget(0);

    assertThat(KindApi.refusal(() -> api.act(pod, "eviction", EVICTION)))
        .containsExactly(": The disruption budget b needs 1 healthy pods and has 1 currently");
    assertThat(api.find(pod)).isPresent();
  }

  @Test
  void aPendingPodCountsAgainstNoBudget() {
    ApiObject pod = pod("");
    budget(0);

    api.act(pod, "eviction", EVICTION);

    assertThat(api.find(pod)).isEmpty();
  }

  @Test
  void anUnreadyPodMayGoWhereTheBudgetSaysSo() {
    ApiObject pod = api.merge(pod(""), "status", "{'status':{'phase':'Running'}}");
    budget(0, ",'unhealthyPodEvictionPolicy':'AlwaysAllow'");

    api.act(pod, "eviction", EVICTION);

    assertThat(api.find(pod)).isEmpty();
  }

  @Test
  void aPodOnANodeGoesWithGrace() {
    ApiObject pod = pod("");
    api.act(pod, "binding", binding("p", "{'name':'n'}"));

    ApiObject going = api.delete(api.find(pod).orElseThrow());

    assertThat(going.metadata().integer("deletionGracePeriodSeconds")).isEqualTo(30);
    assertThat(api.find(pod)).isPresent();
  }

  @Test
  void aPodThatIsNowhereGoesAtOnce() {
    ApiObject pod = pod("");

    api.delete(pod);

    assertThat(api.find(pod)).isEmpty();
  }

  @Test
  void whatContainersNeedTogetherIsTheirSumOrThePeakAtTheStart() {
    ApiObject pod =
        pod(
            (",'initContainers':[{'name':'s','image':'i','restartPolicy':'Always','resources':%1$s},"
                    + "{'name':'once','image':'i','resources':%2$s}]")
                .formatted(
                    "{'requests':{'cpu':'100m'}}", "{'requests':{'cpu':'1','memory':'1Gi'}}"));

    assertThat(ContainerSum.of(pod.spec(), "requests")).hasToString("{cpu=1100m, memory=1Gi}");
  }

  @Test
  void keysOfAnAffinityBecomeExpressionsOverThePodsOwnLabels() {
    ApiObject pod =
        pod(
            ",'affinity':{'podAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{'topologyKey':'zone','labelSelector':{},'matchLabelKeys':['app']}]}}");

    assertThat(
            pod.spec()
                .objects(
                    "affinity", "podAffinity", "requiredDuringSchedulingIgnoredDuringExecution")
                .getFirst()
                .objects("labelSelector", "matchExpressions"))
        .map(Object::toString)
        .isEqualTo(List.of("{\"key\":\"app\",\"operator\":\"In\",\"values\":[\"x\"]}"));
  }
}

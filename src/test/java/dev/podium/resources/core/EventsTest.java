package dev.podium.resources.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.resources.KindApi;
import org.junit.jupiter.api.Test;

/// Events are one store under two names.
final class EventsTest {
  private static final String GROUP = "events.k8s.io/v1";

  private final KindApi api = new KindApi();

  private ApiObject core(String fields) {
    return api.create(
        "{'apiVersion':'v1','kind':'Event','metadata':{'name':'e','namespace':'ns'},"
            + "'involvedObject':{'kind':'Pod','name':'p','namespace':'ns'}%s}",
        fields);
  }

  private ApiObject group(String fields) {
    return api.create(
        "{'apiVersion':'events.k8s.io/v1','kind':'Event',"
            + "'metadata':{'name':'e','namespace':'ns'}%s}",
        fields);
  }

  @Test
  void theGroupShowsACoreEventInItsOwnWords() {
    ApiObject event =
        core(
            ",'reason':'Started','message':'it runs','type':'Normal',"
                + "'source':{'component':'kubelet'},'count':3");

    ApiObject seen = api.get(GROUP, event);
    assertThat(seen.root().string("note")).isEqualTo("it runs");
    assertThat(seen.root().object("regarding")).isEqualTo(event.root().object("involvedObject"));
    assertThat(seen.root().integer("deprecatedCount")).isEqualTo(3);
    assertThat(seen.root().object("deprecatedSource").string("component")).isEqualTo("kubelet");
    assertThat(seen.root().has("message")).isFalse();
  }

  @Test
  void whatTheGroupTakesIsReadBackAsACoreEvent() {
    ApiObject event =
        group(
            ",'eventTime':'2026-01-01T00:00:00.000000Z','reportingController':'a.example/c',"
                + "'reportingInstance':'i','action':'Do','reason':'Done','type':'Normal',"
                + "'note':'n','regarding':{'kind':'Pod','name':'p','namespace':'ns'}");

    ApiObject seen = api.get("v1", event);
    assertThat(seen.root().string("message")).isEqualTo("n");
    assertThat(seen.root().string("reportingComponent")).isEqualTo("a.example/c");
    assertThat(seen.root().object("involvedObject").string("name")).isEqualTo("p");
  }

  @Test
  void newEventsOfTheGroupMustSayMore() {
    assertThat(KindApi.refusal(() -> group(",'eventTime':'2026-01-01T00:00:00.000000Z'")))
        .contains(
            "reportingController: Required value",
            "reportingInstance: Required value",
            "action: Required value",
            "reason: Required value");
    assertThat(KindApi.refusal(() -> group(""))).contains("eventTime: Required value");
  }

  @Test
  void anEventIsInTheNamespaceOfItsObject() {
    assertThat(
            KindApi.refusal(() ->
                api.create(
                    "{'apiVersion':'v1','kind':'Event','metadata':{'name':'e'},"
                        + "'involvedObject':{'kind':'Pod','name':'p','namespace':'other'}}")))
        .containsExactly(
            "involvedObject.namespace: Invalid value: \"other\": does not match"
                + " event.namespace");
  }
}

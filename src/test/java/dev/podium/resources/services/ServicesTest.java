package dev.podium.resources.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.object.Cidr;
import dev.podium.object.IpAddress;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.resources.KindApi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServicesTest {
  private static final Cidr RANGE = Cidr.require("10.96.0.0/12");

  private final KindApi api = new KindApi();

  private ApiObject service(String spec) {
    return service("web", spec);
  }

  private ApiObject service(String name, String spec) {
    return api.create(
        "{'apiVersion':'v1','kind':'Service','metadata':{'name':'%s'},'spec':%s}", name, spec);
  }

  private List<String> refusal(String spec) {
    return KindApi.refusal(() -> service(spec));
  }

  @Test
  void anEmptyTypeIsClusterIpWithAnAddressOfItsOwn() {
    JsonObject spec = service("{'ports':[{'port':80}]}").spec();

    String address = spec.string("clusterIP");
    assertThat(RANGE.contains(IpAddress.require(address))).isTrue();
    assertThat(spec.without("clusterIP").without("clusterIPs").toString())
        .isEqualTo(
            "{\"ports\":[{\"protocol\":\"TCP\",\"port\":80,\"targetPort\":80}],"
                + "\"type\":\"ClusterIP\",\"sessionAffinity\":\"None\","
                + "\"ipFamilies\":[\"IPv4\"],\"ipFamilyPolicy\":\"SingleStack\","
                + "\"internalTrafficPolicy\":\"Cluster\"}");
    assertThat(spec.strings("clusterIPs")).containsExactly(address);
  }

  @Test
  void anAddressTakenByAnotherServiceIsRefused() {
    service("a", "{'clusterIP':'10.96.0.10','ports':[{'port':53}]}");

    assertThat(refusal("{'clusterIP':'10.96.0.10','ports':[{'port':53}]}"))
        .containsExactly(
            "spec.clusterIPs: Invalid value: [\"10.96.0.10\"]: failed to allocate IP 10.96.0.10:"
                + " provided IP is already allocated");
  }

  @Test
  void theAddressOfADeletedServiceIsFreeAgain() {
    ApiObject first = service("a", "{'clusterIP':'10.96.0.10','ports':[{'port':53}]}");
    api.delete(first);

    assertThat(
            service("{'clusterIP':'10.96.0.10','ports':[{'port':53}]}").spec().string("clusterIP"))
        .isEqualTo("10.96.0.10");
  }

  @Test
  void aRefusedServiceKeepsNothing() {
    String spec = "{'type':'NodePort','ports':[{'port':%d,'nodePort':31000}]}";
    refusal(spec.formatted(0));

    assertThat(service(spec.formatted(80)).spec().objects("ports").getFirst().integer("nodePort"))
        .isEqualTo(31000);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {}                                              | spec.ports: Required value
          {'ports':[{'port':1},{'port':2}]}               | spec.ports[0].name: Required value;spec.ports[1].name: Required value
          {'ports':[{'port':70000}]}                      | spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive;spec.ports[0].targetPort: Invalid value: 70000: must be between 1 and 65535, inclusive
          {'ports':[{'port':80,'protocol':'HTTP'}]}       | spec.ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"
          {'ports':[{'port':80,'nodePort':31000}]}        | spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'
          {'type':'NodePort','ports':[{'port':80,'nodePort':80}]} | spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767
          {'type':'LoadBalancer','clusterIP':'None','ports':[{'port':80}]} | spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for LoadBalancer services
          {'type':'ExternalName','externalName':''}       | spec.externalName: Required value
          {'ports':[{'port':80}],'externalIPs':['127.0.0.1']} | spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)
          {'ports':[{'port':80}],'ipFamilyPolicy':'RequireDualStack'} | spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services
          {'ports':[{'port':80}],'ipFamilies':['IPv4','IPv6']} | spec.ipFamilyPolicy: Invalid value: "SingleStack": must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified
          {'ports':[{'port':80}],'sessionAffinity':'Odd','type':'Magic'} | spec.sessionAffinity: Unsupported value: "Odd": supported values: "ClientIP", "None";spec.type: Unsupported value: "Magic": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"
          {'ports':[{'port':80}],'trafficDistribution':'Odd'} | spec.trafficDistribution: Unsupported value: "Odd": supported values: "PreferClose", "PreferSameZone", "PreferSameNode"
          {'ports':[{'port':80}],'loadBalancerClass':'a/b'} | spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'
          """)
  void whatIsWrongIsSaidInUpstreamsWords(String spec, String errors) {
    assertThat(refusal(spec)).containsExactly(errors.split(";"));
  }

  @Test
  void portsOfOneNumberAndProtocolAreDuplicates() {
    assertThat(refusal("{'ports':[{'name':'a','port':1},{'name':'b','port':1}]}"))
        .containsExactly(
            "spec.ports[1]: Duplicate value: {\"Name\":\"\",\"Protocol\":\"TCP\","
                + "\"AppProtocol\":null,\"Port\":1,\"TargetPort\":0,\"NodePort\":0}");
  }

  @Test
  void portsOfOneNumberShareTheirNodePort() {
    List<JsonObject> ports =
        service(
                "{'type':'NodePort','ports':[{'name':'a','port':53},"
                    + "{'name':'b','port':53,'protocol':'UDP'}]}")
            .spec()
            .objects("ports");

    assertThat(ports.get(0).integer("nodePort"))
        .isEqualTo(ports.get(1).integer("nodePort"))
        .isBetween(30000L, 32767L);
  }

  @Test
  void anHeadlessServiceWithoutSelectorHasBothFamilies() {
    JsonObject spec = service("{'clusterIP':'None'}").spec();

    assertThat(spec.strings("ipFamilies")).containsExactly("IPv4", "IPv6");
    assertThat(spec.string("ipFamilyPolicy")).isEqualTo("RequireDualStack");
    assertThat(spec.strings("clusterIPs")).containsExactly("None");
  }

  @Test
  void aTypeChangeClearsWhatTheServerChose() {
    ApiObject service = service("{'ports':[{'port':80}]}");
    String address = service.spec().string("clusterIP");

    ApiObject open = api.merge(service, "{'spec':{'type':'NodePort'}}");
    long nodePort = open.spec().objects("ports").getFirst().integer("nodePort");
    assertThat(nodePort).isBetween(30000L, 32767L);
    assertThat(open.spec().string("externalTrafficPolicy")).isEqualTo("Cluster");

    ApiObject closed = api.merge(service, "{'spec':{'type':'ClusterIP'}}");
    assertThat(closed.spec()).isEqualTo(service.spec());

    JsonObject named =
        api.merge(service, "{'spec':{'type':'ExternalName','externalName':'x.example'}}").spec();
    assertThat(named.keys())
        .containsExactlyInAnyOrder("ports", "type", "sessionAffinity", "externalName");
    service("b", "{'clusterIP':'%s','ports':[{'port':80}]}".formatted(address));
    service("c", "{'type':'NodePort','ports':[{'port':80,'nodePort':%d}]}".formatted(nodePort));
  }

  @Test
  void localTrafficOfALoadBalancerNeedsAPortForHealthChecks() {
    ApiObject service =
        service("{'type':'LoadBalancer','externalTrafficPolicy':'Local','ports':[{'port':80}]}");
    assertThat(service.spec().integer("healthCheckNodePort")).isBetween(30000L, 32767L);

    ApiObject cluster = api.merge(service, "{'spec':{'externalTrafficPolicy':'Cluster'}}");
    assertThat(cluster.spec().has("healthCheckNodePort")).isFalse();
  }

  @Test
  void aManifestWithoutAddressesCanBeSentAgain() {
    ApiObject service = service("{'type':'NodePort','ports':[{'name':'http','port':80}]}");

    ApiObject again =
        api.put(
            "{'apiVersion':'v1','kind':'Service','metadata':{'name':'web'},"
                + "'spec':{'type':'NodePort','ports':[{'name':'http','port':81}]}}");

    assertThat(again.spec().string("clusterIP")).isEqualTo(service.spec().string("clusterIP"));
    assertThat(again.spec().objects("ports").getFirst().integer("nodePort"))
        .isEqualTo(service.spec().objects("ports").getFirst().integer("nodePort"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {'spec':{'clusterIP':'203.0.113.9'}} | spec.clusterIPs[0]: Invalid value: ["203.0.113.9"]: may not change once set
          {'spec':{'clusterIP':'None'}}        | spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set
          {'spec':{'ipFamilies':['IPv6']}}     | spec.clusterIPs[0]: Invalid value: "10.96.7.7": expected an IPv6 value as indicated by `ipFamilies[0]`
          """)
  void addressesDoNotChange(String patch, String error) {
    ApiObject service = service("{'clusterIP':'10.96.7.7','ports':[{'port':80}]}");

    assertThat(KindApi.refusal(() -> api.merge(service, patch))).containsExactly(error);
  }

  @Test
  void aDualStackClusterGivesBothAddressesToWhoPrefersThem() {
    KindApi dual = new KindApi("10.96.0.0/12", "fd00:10:96::/112");
    JsonObject spec =
        dual.create(
                "{'apiVersion':'v1','kind':'Service','metadata':{'name':'web'},"
                    + "'spec':{'ipFamilyPolicy':'PreferDualStack','ports':[{'port':80}]}}")
            .spec();

    assertThat(spec.strings("ipFamilies")).containsExactly("IPv4", "IPv6");
    assertThat(spec.strings("clusterIPs").get(1)).startsWith("fd00:10:96::");
  }

  @Test
  void theStatusTakesOnlyWhatABalancerCanHave() {
    ApiObject service = service("{'type':'LoadBalancer','ports':[{'port':80}]}");
    assertThat(api.cells(service).subList(1, 2)).containsExactly("LoadBalancer");
    assertThat(api.cells(service).get(3)).isEqualTo("<pending>");

    ApiObject given =
        api.merge(
            service, "status", "{'status':{'loadBalancer':{'ingress':[{'ip':'192.0.2.10'}]}}}");
    assertThat(given.status().array("loadBalancer", "ingress"))
        .isEqualTo(JsonArray.of(JsonObject.of("ip", "192.0.2.10", "ipMode", "VIP")));
    assertThat(api.cells(given).get(3)).isEqualTo("192.0.2.10");
  }

  @Test
  void headlessServicesAreWarnedOfWhatHasNoEffect() {
    service(
        "{'clusterIP':'None','externalIPs':['198.51.100.7'],'sessionAffinity':'ClientIP',"
            + "'trafficDistribution':'PreferClose'}");

    assertThat(api.warnings())
        .containsExactly(
            "spec.externalIPs is ignored for headless services",
            "spec.SessionAffinity is ignored for headless services",
            "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"");
  }
}

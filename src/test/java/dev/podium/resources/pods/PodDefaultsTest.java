package dev.podium.resources.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.KindApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PodDefaultsTest {
  private final KindApi api = new KindApi();

  private ApiObject pod(String spec) {
    return api.create("{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p'},'spec':%s}", spec);
  }

  private JsonObject container(String fields) {
    return pod("{'containers':[{'name':'c','image':'i'%s}]}".formatted(fields))
        .spec()
        .objects("containers")
        .getFirst();
  }

  @Test
  void aMinimalPodIsFilledIn() {
    JsonObject spec = pod("{'containers':[{'name':'c','image':'nginx'}]}").spec();

    assertThat(spec.without("containers").toString())
        .isEqualTo(
            "{\"restartPolicy\":\"Always\",\"terminationGracePeriodSeconds\":30,"
                + "\"dnsPolicy\":\"ClusterFirst\",\"securityContext\":{},"
                + "\"schedulerName\":\"default-scheduler\",\"enableServiceLinks\":true}");
    assertThat(spec.objects("containers").getFirst().toString())
        .isEqualTo(
            "{\"name\":\"c\",\"image\":\"nginx\",\"resources\":{},"
                + "\"terminationMessagePath\":\"/dev/termination-log\","
                + "\"terminationMessagePolicy\":\"File\",\"imagePullPolicy\":\"Always\"}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'ports':[{'containerPort':80}] | 'ports':[{'containerPort':80,'protocol':'TCP'}]
          'livenessProbe':{'httpGet':{'port':80}} | 'livenessProbe':{'httpGet':{'path':'/','port':80,'scheme':'HTTP'},'timeoutSeconds':1,'periodSeconds':10,'successThreshold':1,'failureThreshold':3}
          'readinessProbe':{'grpc':{'port':80}} | 'readinessProbe':{'grpc':{'port':80,'service':''},'timeoutSeconds':1,'periodSeconds':10,'successThreshold':1,'failureThreshold':3}
          'env':[{'name':'N','valueFrom':{'fieldRef':{'fieldPath':'metadata.name'}}}] | 'env':[{'name':'N','valueFrom':{'fieldRef':{'apiVersion':'v1','fieldPath':'metadata.name'}}}]
          'resources':{'limits':{'cpu':'1'},'requests':{'memory':'1Mi'}} | 'resources':{'limits':{'cpu':'1'},'requests':{'cpu':'1','memory':'1Mi'}}
          'lifecycle':{'preStop':{'httpGet':{'port':80}}} | 'lifecycle':{'preStop':{'httpGet':{'path':'/','port':80,'scheme':'HTTP'}}}
          """)
  void partsOfContainersAreFilledIn(String given, String filled) {
    String field = given.substring(1, given.indexOf('\'', 1));

    assertThat(
            JsonObject.EMPTY
                .with(field, container("," + given).find(field).orElseThrow())
                .toString())
        .isEqualTo("{" + filled.replace('\'', '"') + "}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {'name':'v'} | {'name':'v','emptyDir':{}}
          {'name':'v','secret':{'secretName':'s'}} | {'name':'v','secret':{'secretName':'s','defaultMode':420}}
          {'name':'v','configMap':{'name':'m'}} | {'name':'v','configMap':{'name':'m','defaultMode':420}}
          {'name':'v','hostPath':{'path':'/x'}} | {'name':'v','hostPath':{'path':'/x','type':''}}
          {'name':'v','image':{'reference':'a:1'}} | {'name':'v','image':{'reference':'a:1','pullPolicy':'IfNotPresent'}}
          {'name':'v','projected':{'sources':[{'serviceAccountToken':{'path':'t'}}]}} | {'name':'v','projected':{'sources':[{'serviceAccountToken':{'expirationSeconds':3600,'path':'t'}}],'defaultMode':420}}
          """)
  void volumesAreFilledIn(String given, String filled) {
    JsonObject spec =
        pod("{'serviceAccountName':'a','volumes':[%s],'containers':[{'name':'c','image':'i'}]}"
                .formatted(given))
            .spec();

    assertThat(spec.objects("volumes").getFirst().toString()).isEqualTo(filled.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {}                                                                   | BestEffort
          {'requests':{'cpu':'1'}}                                             | Burstable
          {'limits':{'cpu':'1','memory':'1Gi'}}                                | Guaranteed
          {'limits':{'cpu':'1','memory':'1Gi'},'requests':{'cpu':'500m'}}      | Burstable
          {'limits':{'cpu':'1'}}                                               | Burstable
          {'limits':{'cpu':'0','memory':'0'}}                                  | BestEffort
          {'requests':{'ephemeral-storage':'1Gi'}}                             | BestEffort
          """)
  void aNewPodIsPendingInItsClassOfService(String resources, String expected) {
    ApiObject pod =
        pod("{'containers':[{'name':'c','image':'i','resources':%s}]}".formatted(resources));

    assertThat(pod.status().string("phase")).isEqualTo("Pending");
    assertThat(pod.status().string("qosClass")).isEqualTo(expected);
  }

  @Test
  void aGatedPodSaysThatItIsNotScheduled() {
    ApiObject pod =
        pod("{'schedulingGates':[{'name':'g'}],'containers':[{'name':'c','image':'i'}]}");

    assertThat(pod.status().objects("conditions"))
        .extracting(
            condition -> condition.string("type"),
            condition -> condition.string("status"),
            condition -> condition.string("reason"),
            condition -> condition.string("message"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "PodScheduled",
                "False",
                "SchedulingGated",
                "Scheduling is blocked due to non-empty scheduling gates"));
  }

  @Test
  void hostPortsOfAPodInTheNodesNetworkAreItsPorts() {
    JsonObject container =
        pod("{'hostNetwork':true,'containers':[{'name':'c','image':'i',"
                + "'ports':[{'containerPort':80}]}]}")
            .spec()
            .objects("containers")
            .getFirst();

    assertThat(container.objects("ports").getFirst().integer("hostPort")).isEqualTo(80);
  }

  @Test
  void aNegativeGracePeriodIsOneSecond() {
    assertThat(
            pod("{'terminationGracePeriodSeconds':-5,'containers':[{'name':'c','image':'i'}]}")
                .spec()
                .integer("terminationGracePeriodSeconds"))
        .isEqualTo(1);
  }
}

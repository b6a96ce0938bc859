package dev.podium.resources.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InternalFormTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          apps.v1.StatefulSetUpdateStrategy | {'type':'Odd'} | {"Type":"Odd","RollingUpdate":null}
          batch.v1.SuccessPolicy | {'rules':[{'succeededCount':1}]} | {"Rules":[{"SucceededIndexes":null,"SucceededCount":1}]}
          core.v1.ContainerPort | {'containerPort':80} | {"Name":"","HostPort":0,"ContainerPort":80,"Protocol":"","HostIP":""}
          core.v1.HTTPGetAction | {'port':'web'} | {"Path":"","Port":"web","Host":"","Scheme":"","HTTPHeaders":null}
          core.v1.PodAffinityTerm | {'topologyKey':'zone','labelSelector':{'matchLabels':{'a':'b'}}} | {"LabelSelector":{"matchLabels":{"a":"b"}},"Namespaces":null,"TopologyKey":"zone","NamespaceSelector":null,"MatchLabelKeys":null,"MismatchLabelKeys":null}
          core.v1.ResourceFieldSelector | {'resource':'limits.cpu'} | {"ContainerName":"","Resource":"limits.cpu","Divisor":"0"}
          """)
  void fieldsHaveGosNamesAndZeros(String type, String json, String shown) {
    JsonObject value = Json.parseObject(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));

    assertThat(InternalForm.of("io.k8s.api." + type, value)).hasToString(shown);
  }

  @Test
  void theHostsNamespacesAreInThePodsSecurityContext() {
    JsonObject value =
        Json.parseObject(
            "{\"hostNetwork\":true,\"securityContext\":{\"fsGroup\":5}}"
                .getBytes(StandardCharsets.UTF_8));

    assertThat(InternalForm.of("io.k8s.api.core.v1.PodSpec", value).toString())
        .contains(
            "\"SecurityContext\":{\"HostNetwork\":true,\"HostPID\":false,\"HostIPC\":false,"
                + "\"ShareProcessNamespace\":null,\"HostUsers\":null,\"SELinuxOptions\":null,")
        .contains("\"FSGroup\":5,");
  }
}

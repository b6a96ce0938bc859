package dev.podium.resources.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.resources.KindApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PodWarningsTest {
  private final KindApi api = new KindApi();

  private void pod(String name, String fields) {
    api.create(
        "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'%s'},'spec':{'containers':[{'name':'c','image':'i'}],%s}}",
        name, fields);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'nodeSelector':{'beta.kubernetes.io/os':'linux'} | spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead
          'volumes':[{'name':'v','gitRepo':{'repository':'r'}}] | spec.volumes[0].gitRepo: deprecated in v1.11, and disabled by default in v1.33+
          'volumes':[{'name':'v','ephemeral':{'volumeClaimTemplate':{'spec':{'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'0.5'}}}}}}] | spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: fractional byte value "500m" is invalid, must be an integer
          'serviceAccountName':'a','volumes':[{'name':'v','projected':{'sources':[{'serviceAccountToken':{'path':'t'}},{'configMap':{'name':'m','items':[{'key':'k','path':'t'}]}}]}}] | spec.volumes[0].projected.sources.configMap[0]: has duplicated path with ServiceAccountToken "t"
          'imagePullSecrets':[{}] | spec.imagePullSecrets[0].name: invalid empty name ""
          'imagePullSecrets':[{'name':'a'},{'name':'a'}] | spec.imagePullSecrets[1].name: duplicate name "a"
          'topologySpreadConstraints':[{'maxSkew':1,'topologyKey':'zone','whenUnsatisfiable':'DoNotSchedule'}] | spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod
          'initContainers':[{'name':'d','image':'i','env':[{'name':'A','value':'1'},{'name':'A','value':'2'}]}] | spec.initContainers[0].env[1]: hides previous definition of "A", which may be dropped when using apply
          'initContainers':[{'name':'d','image':'i','resources':{'requests':{'memory':'100m'}}}] | spec.initContainers[0].resources.requests[memory]: fractional byte value "100m" is invalid, must be an integer
          'initContainers':[{'name':'d','image':'i','ports':[{'containerPort':80},{'containerPort':80,'name':'x'}]}] | spec.initContainers[0].ports[1]: duplicate port definition with spec.initContainers[0].ports[0]
          """)
  void whatIsValidButHardlyMeantIsSaid(String fields, String warning) {
    pod("p", fields);

    assertThat(api.warnings()).containsExactly(warning);
  }

  @Test
  void anAppArmorProfileInAnAnnotationGoesIntoItsFieldUnlessThePodHasItAnyway() {
    String pod =
        "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'%s','annotations':{"
            + "'container.apparmor.security.beta.kubernetes.io/c':'runtime/default'}},"
            + "'spec':{'securityContext':%s,'containers':[{'name':'c','image':'i'}]}}";

    var taken = api.create(pod, "a", "{}");
    assertThat(taken.spec().objects("containers").getFirst().object("securityContext"))
        .hasToString("{\"appArmorProfile\":{\"type\":\"RuntimeDefault\"}}");
    assertThat(api.warnings())
        .containsExactly(
            "metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]: deprecated"
                + " since v1.30; use the \"appArmorProfile\" field instead");

    var same = api.create(pod, "b", "{'appArmorProfile':{'type':'RuntimeDefault'}}");
    assertThat(same.spec().objects("containers").getFirst().has("securityContext")).isFalse();
  }

  @Test
  void aNameThatIsNoHostNameIsWarnedOf() {
    pod("a.b", "'hostname':'h'");

    assertThat(api.warnings())
        .singleElement()
        .asString()
        .startsWith(
            "metadata.name: this is used in the Pod's hostname, which can result in surprising"
                + " behavior; a DNS label is recommended: [");
  }

  @Test
  void aTemplateKeepsItsNegativeGracePeriodAndIsWarnedOf() {
    api.create(
        "{'apiVersion':'v1','kind':'PodTemplate','metadata':{'name':'t'},'template':{'spec':{"
            + "'terminationGracePeriodSeconds':-1,'containers':[{'name':'c','image':'i'}]}}}");

    assertThat(api.warnings())
        .containsExactly(
            "template.spec.terminationGracePeriodSeconds: must be >= 0; negative values are"
                + " invalid and will be treated as 1");
  }
}

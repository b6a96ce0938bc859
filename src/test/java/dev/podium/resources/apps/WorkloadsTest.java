package dev.podium.resources.apps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.KindApi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkloadsTest {
  private static final String TEMPLATE =
      "'selector':{'matchLabels':{'app':'x'}},'template':{'metadata':{'labels':{'app':'x'}},"
          + "'spec':{'containers':[{'name':'c','image':'i'}]}}";

  private final KindApi api = new KindApi();

  private ApiObject create(String kind, String fields) {
    return api.create(
        "{'apiVersion':'apps/v1','kind':'%s','metadata':{'name':'w'},'spec':{%s%s}}",
        kind, TEMPLATE, fields);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          Deployment | {"replicas":1,"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%","maxSurge":"25%"}},"revisionHistoryLimit":10,"progressDeadlineSeconds":600}
          ReplicaSet | {"replicas":1}
          StatefulSet | {"replicas":1,"serviceName":"","podManagementPolicy":"OrderedReady","updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":0}},"revisionHistoryLimit":10,"persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Retain","whenScaled":"Retain"}}
          DaemonSet | {"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":1,"maxSurge":0}},"revisionHistoryLimit":10}
          """)
  void workloadsAreFilledIn(String kind, String spec) {
    assertThat(create(kind, "").spec().without("selector").without("template")).hasToString(spec);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          Deployment | ,'replicas':-1 | spec.replicas: Invalid value: -1: must be greater than or equal to 0
          Deployment | ,'strategy':{'type':'Recreate','rollingUpdate':{}} | spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'
          Deployment | ,'strategy':{'type':'Odd'} | spec.strategy: Unsupported value: {"Type":"Odd","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"
          Deployment | ,'strategy':{'rollingUpdate':{'maxUnavailable':0,'maxSurge':0}} | spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0
          Deployment | ,'strategy':{'rollingUpdate':{'maxUnavailable':'110%'}} | spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "110%": must not be greater than 100%
          Deployment | ,'strategy':{'rollingUpdate':{'maxSurge':'a'}} | spec.strategy.rollingUpdate.maxSurge: Invalid value: "a": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')
          Deployment | ,'progressDeadlineSeconds':5,'minReadySeconds':5 | spec.progressDeadlineSeconds: Invalid value: 5: must be greater than minReadySeconds
          Deployment | ,'selector':{'matchLabels':{'app':'y'}} | spec.template.metadata.labels: Invalid value: {"app":"x"}: `selector` does not match template `labels`
          Deployment | ,'selector':{} | spec.selector: Invalid value: {}: empty selector is invalid for deployment
          ReplicaSet | ,'minReadySeconds':-1 | spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0
          StatefulSet | ,'podManagementPolicy':'Odd' | spec.podManagementPolicy: Invalid value: "Odd": must be 'OrderedReady' or 'Parallel'
          StatefulSet | ,'updateStrategy':{'type':'Odd'} | spec.updateStrategy: Invalid value: {"Type":"Odd","RollingUpdate":null}: must be 'RollingUpdate' or 'OnDelete'
          StatefulSet | ,'ordinals':{'start':-1} | spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0
          DaemonSet | ,'updateStrategy':{'rollingUpdate':{'maxUnavailable':1,'maxSurge':1}} | spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero
          """)
  void whatIsWrongIsSaidInUpstreamsWords(String kind, String fields, String error) {
    assertThat(KindApi.refusal(() -> create(kind, fields))).containsExactly(error);
  }

  @ParameterizedTest
  @CsvSource({"Deployment", "ReplicaSet", "DaemonSet"})
  void selectorsStay(String kind) {
    ApiObject object = create(kind, "");

    assertThat(
            KindApi.refusal(() ->
                api.merge(
                    object,
                    "{'spec':{'selector':{'matchLabels':{'b':'c'}},'template':{'metadata':{'labels':{'b':'c'}}}}}")))
        .containsExactly(
            "spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"x\",\"b\":\"c\"}}: field is"
                + " immutable");
  }

  @Test
  void ofAStatefulSetFewFieldsMayChange() {
    ApiObject object = create("StatefulSet", "");

    assertThat(KindApi.refusal(() -> api.merge(object, "{'spec':{'serviceName':'other'}}")))
        .containsExactly(
            "spec: Forbidden: updates to statefulset spec for fields other than 'replicas',"
                + " 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit',"
                + " 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
    assertThat(api.merge(object, "{'spec':{'replicas':3}}").spec().integer("replicas"))
        .isEqualTo(3);
  }

  @Test
  void claimTemplatesAreFilledInAsClaims() {
    JsonObject claim =
        create(
                "StatefulSet",
                ",'volumeClaimTemplates':[{'metadata':{'name':'d'},'spec':{'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1Gi'}}}}]")
            .spec()
            .objects("volumeClaimTemplates")
            .getFirst();

    assertThat(claim.string("kind")).isEqualTo("PersistentVolumeClaim");
    assertThat(claim.string("spec", "volumeMode")).isEqualTo("Filesystem");
    assertThat(claim.string("status", "phase")).isEqualTo("Pending");
  }

  @Test
  void aDaemonSetCountsTheChangesOfItsTemplate() {
    ApiObject object = create("DaemonSet", "");
    String key = "deprecated.daemonset.template.generation";

    ApiObject labelled = api.merge(object, "{'metadata':{'labels':{'a':'b'}}}");
    ApiObject changed = api.merge(object, "{'spec':{'template':{'spec':{'hostNetwork':true}}}}");

    assertThat(List.of(object, labelled, changed))
        .extracting(o -> o.annotations().get(key))
        .containsExactly("1", "1", "2");
    assertThat(changed.generation()).hasValue(2);
  }

  @Test
  void annotationsOfADeploymentCountAsAChange() {
    ApiObject object = create("Deployment", "");

    assertThat(api.merge(object, "{'metadata':{'annotations':{'a':'b'}}}").generation())
        .hasValue(2);
  }

  @Test
  void theDataOfARevisionStays() {
    ApiObject revision =
        api.create(
            "{'apiVersion':'apps/v1','kind':'ControllerRevision','metadata':{'name':'r'},"
                + "'revision':1,'data':{'x':1}}");

    assertThat(KindApi.refusal(() -> api.merge(revision, "{'data':{'x':2}}")))
        .containsExactly("data: Invalid value: {\"x\":2}: field is immutable");
    assertThat(KindApi.refusal(() -> api.merge(revision, "{'revision':-1}")))
        .containsExactly("revision: Invalid value: -1: must be greater than or equal to 0");
  }
}

package dev.podium.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StatusPathTest {
  private static final String METADATA =
      "{'metadata':{'resourceVersion':'%s','labels':{'l':'v'},'annotations':{'a':'v'},"
          + "'finalizers':['x/y']}}";
  private static final String TEMPLATE =
      "'selector':{'matchLabels':{'a':'b'}},"
          + "'template':{'metadata':{'labels':{'a':'b'}},"
          + "'spec':{'containers':[{'name':'c','image':'i'}]}}";

  private final KindApi api = new KindApi();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          storage.k8s.io/v1 | VolumeAttachment | {'attacher':'a','nodeName':'n','source':{'persistentVolumeName':'p'}}
          flowcontrol.apiserver.k8s.io/v1 | FlowSchema | {'priorityLevelConfiguration':{'name':'exempt'},'matchingPrecedence':9}
          flowcontrol.apiserver.k8s.io/v1 | PriorityLevelConfiguration | {'type':'Limited','limited':{'limitResponse':{'type':'Reject'}}}
          resource.k8s.io/v1 | ResourceClaim | {'devices':{}}
          """)
  void someStatusPathsLeaveAllMetadataAsItWas(String version, String kind, String spec) {
    ApiObject object =
        api.create(
            "{'apiVersion':'%s','kind':'%s','metadata':{'name':'o'},'spec':%s}",
            version, kind, spec);

    ApiObject changed = api.merge(object, "status", METADATA.formatted(object.resourceVersion()));

    assertThat(changed.labels()).isEmpty();
    assertThat(changed.annotations()).isEmpty();
    assertThat(changed.metadata().has("finalizers")).isFalse();
  }

  @Test
  void thatOfADeploymentLeavesLabelsOnly() {
    ApiObject object =
        api.create(
            "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'o'},'spec':{%s}}",
            TEMPLATE);

    ApiObject changed = api.merge(object, "status", METADATA.formatted(object.resourceVersion()));

    assertThat(changed.labels()).isEmpty();
    assertThat(changed.annotations()).containsKey("a");
  }

  @Test
  void conditionsOfABudgetHaveTheirForm() {
    ApiObject budget =
        api.create(
            "{'apiVersion':'policy/v1','kind':'PodDisruptionBudget','metadata':{'name':'o'}}");

    assertThat(
            KindApi.refusal(() ->
                api.merge(
                    budget,
                    "status",
                    "{'metadata':{'resourceVersion':'%s'},'status':{'conditions':["
                            .formatted(budget.resourceVersion())
                        + "{'type':'A','status':'Odd','reason':'-'},"
                        + "{'type':'A','status':'True','observedGeneration':-1,"
                        + "'lastTransitionTime':'2026-01-01T00:00:00Z'}]}}")))
        .containsExactly(
            "status.conditions[0].status: Unsupported value: \"Odd\": supported values: \"False\","
                + " \"True\", \"Unknown\"",
            "status.conditions[0].lastTransitionTime: Required value: must be set",
            "status.conditions[0].reason: Invalid value: \"-\": a condition reason must start with"
                + " alphabetic character, optionally followed by a string of alphanumeric"
                + " characters or '_,:', and must end with an alphanumeric character or '_' (e.g."
                + " 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or"
                + " 'ReasonA:ReasonB', regex used for validation is"
                + " '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')",
            "status.conditions[1].type: Duplicate value: \"A\"",
            "status.conditions[1].observedGeneration: Invalid value: -1: must be greater than or"
                + " equal to zero",
            "status.conditions[1].reason: Required value: must be set");
  }

  @Test
  void aClaimGrowsInStorageOnlyAndByKnownSteps() {
    ApiObject claim =
        api.create(
            "{'apiVersion':'v1','kind':'PersistentVolumeClaim','metadata':{'name':'o'},'spec':{"
                + "'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1Gi'}}}}");

    assertThat(
            KindApi.refusal(() ->
                api.merge(
                    claim,
                    "status",
                    "{'status':{'allocatedResourceStatuses':{'cpu':'Odd'},"
                        + "'allocatedResources':{'memory':'1','storage':'-1'}}}")))
        .containsExactly(
            "status.allocatedResourceStatus: Unsupported value: \"cpu\": supported values:"
                + " \"storage\"",
            "status.allocatedResourceStatus: Unsupported value: \"cpu\": supported values:"
                + " \"ControllerResizeInProgress\", \"ControllerResizeInfeasible\","
                + " \"NodeResizeInProgress\", \"NodeResizeInfeasible\", \"NodeResizePending\"",
            "status.allocatedResources: Unsupported value: \"memory\": supported values:"
                + " \"storage\"",
            "status.allocatedResources[storage]: Invalid value: -1: must be a valid resource"
                + " quantity");
  }
}

package dev.podium.resources.devices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.resources.KindApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DevicesTest {
  private static final String CLAIM =
      "{'apiVersion':'resource.k8s.io/v1','kind':'ResourceClaim','metadata':{'name':'o'},"
          + "'spec':{'devices':%s}}";
  private static final String SLICE =
      "{'apiVersion':'resource.k8s.io/v1','kind':'ResourceSlice','metadata':{'name':'o'},'spec':"
          + "{'driver':'%s','nodeName':'n','pool':{'name':'p','resourceSliceCount':1},%s}}";
  private static final String REQUEST =
      "{'requests':[{'name':'gpu','exactly':{'deviceClassName':'c'}}]}";

  private final KindApi api = new KindApi();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'constraints':[{'requests':['a/b/c'],'matchAttribute':'d/a'}] | constraints[0].requests[0]: Invalid value: "a/b/c": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'
          'constraints':[{'matchAttribute':'bare'}] | constraints[0].matchAttribute: Invalid value: "bare": a fully qualified name must be a domain and a name separated by a slash
          'config':[{'requests':['gpu','gpu'],'opaque':{'driver':'d','parameters':{}}}] | config[0].requests[1]: Duplicate value: "gpu"
          'config':[{'opaque':{'driver':'d','parameters':[1]}}] | config[0].opaque.parameters: Invalid value: "<value omitted>": must be a valid JSON object
          'config':[{'opaque':{'driver':'d','parameters':null}}] | config[0].opaque.parameters: Required value
          """)
  void aClaimIsRefused(String fields, String error) {
    String devices = REQUEST.replace("}]}", "}]," + fields + "}");

    assertThat(KindApi.refusal(() -> api.create(CLAIM.formatted(devices))))
        .containsExactly("spec.devices." + error);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'attributes':{'v':{'version':'1.x'}} | .attributes[v].version: Invalid value: "1.x": must be a string compatible with semver.org spec 2.0.0
          'attributes':{'v':{'strings':['a']}} | .attributes[v]: Invalid value: "": exactly one value must be specified
          'attributes':{'/a':{'int':1}} | .attributes[/a]: Invalid value: "": the domain must not be empty
          'capacity':{'c':{'value':'1','requestPolicy':{'default':'1'}}} | .capacity[c].requestPolicy: Forbidden: allowMultipleAllocations must be true
          'allowMultipleAllocations':true,'capacity':{'c':{'value':'9','requestPolicy':{'default':'4','validRange':{'min':'1','step':'2'}}}} | .capacity[c].requestPolicy.validRange.step: Invalid value: "4": value is not a multiple of a given step (2) from (1)
          'allowMultipleAllocations':true,'capacity':{'c':{'value':'9','requestPolicy':{'validValues':['1']}}} | .capacity[c].requestPolicy.default: Required value: required when validValues is defined
          'taints':[{'key':'a'}] | .taints[0].effect: Required value
          'consumesCounters':[{'counterSet':'a'}] | .consumesCounters[0].counters: Required value
          'allNodes':true | : Invalid value: null: `nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec
          'bindingFailureConditions':['a'] | .bindingConditions: Invalid value: null: bindingConditions are required to use bindingFailureConditions
          """)
  void aDeviceIsRefused(String fields, String error) {
    String devices = "'devices':[{'name':'d'," + fields + "}]";

    assertThat(KindApi.refusal(() -> api.create(SLICE.formatted("d", devices))))
        .containsExactly("spec.devices[0]" + error);
  }

  @Test
  void aDriverIsBestInLowerCaseAndTaintsAreTimed() {
    ApiObject slice =
        api.create(
            SLICE.formatted(
                "Big", "'devices':[{'name':'d','taints':[{'key':'a','effect':'None'}]}]"));

    assertThat(api.warnings())
        .containsExactly(
            "spec.driver: driver names should be lowercase; \"Big\" contains uppercase characters");
    assertThat(
            slice
                .spec()
                .objects("devices")
                .getFirst()
                .objects("taints")
                .getFirst()
                .string("timeAdded"))
        .isEqualTo("2026-01-02T03:04:05Z");
  }

  @Test
  void whatDriversSayOfADeviceGoesWithIt() {
    ApiObject claim = api.create(CLAIM.formatted(REQUEST));
    String device = "{'driver':'d','pool':'p','device':'x'%s}";

    assertThat(
            KindApi.refusal(() ->
                api.merge(
                    claim, "status", "{'status':{'devices':[" + device.formatted("") + "]}}")))
        .containsExactly(
            "status.devices[0]: Invalid value: d/p/x: must be an allocated device in the claim");

    ApiObject allocated =
        api.merge(
            claim,
            "status",
            "{'status':{'devices':[%s],'allocation':{'devices':{'results':[%s]}}}}"
                .formatted(device.formatted(""), device.formatted(",'request':'gpu'")));
    assertThat(allocated.status().objects("devices")).hasSize(1);

    ApiObject freed = api.merge(allocated, "status", "{'status':{'allocation':null}}");
    assertThat(freed.status().has("devices")).isFalse();
  }
}

package dev.podium.resources.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.resources.KindApi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StorageTest {
  private final KindApi api = new KindApi();

  private ApiObject create(String kind, String fields) {
    return api.create(
        "{'apiVersion':'storage.k8s.io/v1','kind':'%s','metadata':{'name':'a'},%s}", kind, fields);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          StorageClass          | 'provisioner':''                                                         | provisioner: Required value
          StorageClass          | 'provisioner':'p','reclaimPolicy':'Recycle'                              | reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain"
          StorageClass          | 'provisioner':'p','volumeBindingMode':'Odd'                              | volumeBindingMode: Unsupported value: "Odd": supported values: "Immediate", "WaitForFirstConsumer"
          StorageClass          | 'provisioner':'p','parameters':{'':'x'}                                  | parameters: Invalid value: "": field can not be empty.
          StorageClass          | 'provisioner':'p','allowedTopologies':[{'matchLabelExpressions':[{'key':'a','values':['x','x']}]}] | allowedTopologies[0].matchLabelExpressions[0].values[1]: Duplicate value: "x"
          VolumeAttributesClass | 'driverName':'','parameters':{}                                          | driverName: Required value;parameters: Required value: must contain at least one key/value pair
          CSIDriver             | 'spec':{'fsGroupPolicy':'Odd'}                                           | spec.fsGroupPolicy: Unsupported value: "Odd": supported values: "File", "None", "ReadWriteOnceWithFSType"
          CSIDriver             | 'spec':{'tokenRequests':[{'audience':'a'},{'audience':'a'}]}             | spec.tokenRequests[1].audience: Duplicate value: "a"
          CSIDriver             | 'spec':{'volumeLifecycleModes':['Odd']}                                  | spec.volumeLifecycleModes: Unsupported value: "Odd": supported values: "Persistent", "Ephemeral"
          CSINode               | 'spec':{'drivers':[{'name':'','nodeID':''}]}                             | spec.drivers[0].name: Required value;spec.drivers[0].nodeID: Required value
          CSINode               | 'spec':{'drivers':[{'name':'a','nodeID':'n','topologyKeys':['x','x']}]}  | spec.drivers[0]: Duplicate value: "x"
          CSINode               | 'spec':{'drivers':[{'name':'a','nodeID':'n','topologyKeys':['-']}]}      | spec.drivers[0]: Invalid value: "-": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
          CSIStorageCapacity    | 'storageClassName':'s','capacity':'-1'                                   | capacity: Invalid value: "-1": must be greater than or equal to 0
          VolumeAttachment      | 'spec':{'attacher':'','nodeName':'n','source':{'persistentVolumeName':'v'}} | spec.attacher: Required value
          VolumeAttachment      | 'spec':{'attacher':'a','nodeName':'n','source':{}}                       | spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName
          VolumeAttachment      | 'spec':{'attacher':'a','nodeName':'n','source':{'inlineVolumeSpec':{'accessModes':['ReadWriteOnce'],'nfs':{'server':'s','path':'/p'}}}} | spec.source.inlineVolumeSpec.csi: Required value: has to be specified in the context of inline volumes
          """)
  void whatIsWrongIsSaidInUpstreamsWords(String kind, String fields, String errors) {
    assertThat(KindApi.refusal(() -> create(kind, fields))).containsExactly(errors.split(";"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          StorageClass          | 'provisioner':'p'                       | {'reclaimPolicy':'Retain'}        | reclaimPolicy: Invalid value: "Retain": field is immutable
          StorageClass          | 'provisioner':'p'                       | {'parameters':{'a':'b'}}          | parameters: Invalid value: {"a":"b"}: field is immutable
          VolumeAttributesClass | 'driverName':'d','parameters':{'a':'b'} | {'parameters':{'a':'c'}}          | parameters: Forbidden: updates to parameters are forbidden.
          CSIDriver             | 'spec':{}                               | {'spec':{'attachRequired':false}} | spec.attachedRequired: Invalid value: false: field is immutable
          VolumeAttachment      | 'spec':{'attacher':'a','nodeName':'n','source':{'persistentVolumeName':'v'}} | {'spec':{'nodeName':'m'}} | spec: Invalid value: {"Attacher":"a","Source":{"PersistentVolumeName":"v","InlineVolumeSpec":null},"NodeName":"m"}: field is immutable
          """)
  void whatIsGivenOnceStays(String kind, String fields, String patch, String error) {
    ApiObject object = create(kind, fields);

    assertThat(KindApi.refusal(() -> update(object, patch))).containsExactly(error);
  }

  private ApiObject update(ApiObject object, String patch) {
    String version = "'metadata':{'resourceVersion':'%s'}".formatted(object.resourceVersion());
    return api.merge(object, patch.replaceFirst("\\{", "{" + version + ","));
  }

  @Test
  void theGenerationOfADriverBeginsWithItsFirstChange() {
    ApiObject driver = create("CSIDriver", "'spec':{}");

    assertThat(driver.metadata().has("generation")).isFalse();
    assertThat(driver.spec().toString())
        .isEqualTo(
            "{\"attachRequired\":true,\"podInfoOnMount\":false,"
                + "\"volumeLifecycleModes\":[\"Persistent\"],\"storageCapacity\":false,"
                + "\"fsGroupPolicy\":\"ReadWriteOnceWithFSType\",\"requiresRepublish\":false,"
                + "\"seLinuxMount\":false}");
    assertThat(update(driver, "{'spec':{'fsGroupPolicy':'None'}}").generation()).hasValue(1);
  }

  @Test
  void anUpdateMustNameTheVersionThatItReplaces() {
    ApiObject driver = create("CSIDriver", "'spec':{}");

    String unversioned = "{'metadata':{'resourceVersion':null},'spec':{'fsGroupPolicy':'None'}}";
    assertThat(KindApi.refusal(() -> api.merge(driver, unversioned)))
        .containsExactly(
            "metadata.resourceVersion: Invalid value: 0: must be specified for an update");
  }

  @Test
  void tablesShowTheDefaultClassAndWhatIsAttached() {
    ApiObject standard =
        api.create(
            "{'apiVersion':'storage.k8s.io/v1','kind':'StorageClass','metadata':{'name':'s',"
                + "'annotations':{'storageclass.kubernetes.io/is-default-class':'true'}},"
                + "'provisioner':'p.example'}");
    ApiObject attachment =
        create(
            "VolumeAttachment",
            "'spec':{'attacher':'p','nodeName':'n','source':{'persistentVolumeName':'v'}}");
    ApiObject driver = create("CSIDriver", "'spec':{'tokenRequests':[{'audience':'x'}]}");

    assertThat(api.cells(standard))
        .isEqualTo(List.of("s (default)", "p.example", "Delete", "Immediate", false, "0s"));
    assertThat(api.cells(attachment)).isEqualTo(List.of("a", "p", "v", "n", false, "0s"));
    assertThat(api.cells(driver))
        .isEqualTo(List.of("a", true, false, false, "x", false, "Persistent", "0s"));
  }

  @Test
  void oldLabelsOfNodesAreWarnedOf() {
    create(
        "StorageClass",
        "'provisioner':'p','allowedTopologies':[{'matchLabelExpressions':"
            + "[{'key':'beta.kubernetes.io/os','values':['linux']}]}]");
    create(
        "CSIStorageCapacity",
        "'storageClassName':'s','nodeTopology':{'matchExpressions':"
            + "[{'key':'beta.kubernetes.io/arch','operator':'Exists'}]}");

    assertThat(api.warnings())
        .containsExactly(
            "allowedTopologies[0].matchLabelExpressions[0].key: deprecated since v1.14; use"
                + " \"kubernetes.io/os\" instead",
            "nodeTopology.matchExpressions[0].key: beta.kubernetes.io/arch is deprecated since"
                + " v1.14; use \"kubernetes.io/arch\" instead");
  }
}

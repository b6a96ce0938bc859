package dev.podium.resources.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.KindApi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// PersistentVolumes and PersistentVolumeClaims.
final class VolumesTest {
  private static final String SIZED =
      "'capacity':{'storage':'1Gi'},'accessModes':['ReadWriteOnce']";
  private static final String ASKED =
      "'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1Gi'}}";

  private final KindApi api = new KindApi();

  private ApiObject volume(String spec) {
    return api.create(
        "{'apiVersion':'v1','kind':'PersistentVolume','metadata':{'name':'v'},'spec':{%s}}", spec);
  }

  private ApiObject claim(String spec) {
    return api.create(
        "{'apiVersion':'v1','kind':'PersistentVolumeClaim','metadata':{'name':'c'},"
            + "'spec':{%s}}",
        spec);
  }

  @Test
  void aVolumeIsKeptAndAFilesystemAndPendingSinceItWasMade() {
    ApiObject volume = volume(SIZED + ",'hostPath':{'path':'/d'}");

    assertThat(volume.spec().string("persistentVolumeReclaimPolicy")).isEqualTo("Retain");
    assertThat(volume.spec().string("volumeMode")).isEqualTo("Filesystem");
    assertThat(volume.spec().object("hostPath").toString())
        .isEqualTo("{\"path\":\"/d\",\"type\":\"\"}");
    assertThat(volume.status().toString())
        .isEqualTo("{\"phase\":\"Pending\",\"lastPhaseTransitionTime\":\"2026-01-02T03:04:05Z\"}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'hostPath':{'path':'/d'}                                                            | spec.accessModes: Required value;spec.capacity: Required value
          'accessModes':['ReadWriteOnce'],'capacity':{'storage':'1Gi'}                        | spec: Required value: must specify a volume type
          'accessModes':['Odd'],'capacity':{'storage':'1Gi'},'hostPath':{'path':'/d'}         | spec.accessModes: Unsupported value: "Odd": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"
          'accessModes':['ReadWriteOnce'],'capacity':{'storage':'0'},'hostPath':{'path':'/d'} | spec.capacity[storage]: Invalid value: "0": must be greater than zero
          'accessModes':['ReadWriteOnce'],'capacity':{'cpu':'1'},'hostPath':{'path':'/d'}     | spec.capacity: Unsupported value: {"cpu":"1"}: supported values: "storage"
          'accessModes':['ReadWriteOnce'],'capacity':{'storage':'1'},'hostPath':{'path':'/d'},'nfs':{'server':'s','path':'/p'} | spec.nfs: Forbidden: may not specify more than 1 volume type
          'accessModes':['ReadWriteOnce'],'capacity':{'storage':'1'},'local':{'path':'/d'}    | spec.nodeAffinity: Required value: Local volume requires node affinity
          'accessModes':['ReadWriteOnce'],'capacity':{'storage':'1'},'iscsi':{'targetPortal':'t','iqn':'eui.1','initiatorName':'x','secretRef':{}} | spec.iscsi.iqn: Invalid value: "eui.1": must be valid format;spec.iscsi.secretRef.name: Required value;spec.iscsi.initiatorname: Invalid value: "x": must be valid format
          'accessModes':['ReadWriteOnce'],'capacity':{'storage':'1'},'quobyte':{'registry':'[::1]:80,a:b:c','volume':'v'} | spec.quobyte.registry: Invalid value: "[::1]:80,a:b:c": must be a host:port pair or multiple pairs separated by commas
          'accessModes':['ReadWriteOnce'],'capacity':{'storage':'1'},'csi':{'driver':'d'}     | spec.csi.volumeHandle: Required value
          'accessModes':['ReadWriteOnce'],'capacity':{'storage':'1'},'hostPath':{'path':'/d'},'persistentVolumeReclaimPolicy':'Odd' | spec.persistentVolumeReclaimPolicy: Unsupported value: "Odd": supported values: "Delete", "Recycle", "Retain"
          """)
  void volumesAreCheckedInUpstreamsWords(String spec, String errors) {
    assertThat(KindApi.refusal(() -> volume(spec))).contains(errors.split(";"));
  }

  @Test
  void theSourceOfAVolumeStays() {
    ApiObject volume = volume(SIZED + ",'nfs':{'server':'s','path':'/p'}");

    assertThat(KindApi.refusal(() -> api.merge(volume, "{'spec':{'nfs':{'path':'/q'}}}")))
        .singleElement()
        .asString()
        .startsWith(
            "spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable"
                + " after creation\n@@ ");
  }

  @Test
  void aPhaseThatChangesHasItsTime() {
    ApiObject volume = volume(SIZED + ",'hostPath':{'path':'/d'}");

    JsonObject status =
        api.merge(volume, "status", "{'status':{'phase':'Available','message':'m'}}").status();
    assertThat(status.string("lastPhaseTransitionTime")).isEqualTo("2026-01-02T03:04:05Z");
  }

  @Test
  void oldWaysAreWarnedOf() {
    volume(SIZED + ",'hostPath':{'path':'/d'},'persistentVolumeReclaimPolicy':'Recycle'");

    assertThat(api.warnings())
        .containsExactly(
            "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated."
                + " Instead, the recommended approach is to use dynamic provisioning.");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'resources':{'requests':{'storage':'1Gi'}}              | spec.accessModes: Required value: at least 1 access mode is required
          'accessModes':['ReadWriteOnce']                         | spec.resources[storage]: Required value
          'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'-1'}} | spec.resources[storage]: Invalid value: "-1": must be greater than zero
          'accessModes':['ReadWriteOncePod','ReadWriteOnce'],'resources':{'requests':{'storage':'1'}} | spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes
          'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1'}},'volumeMode':'Odd' | spec.volumeMode: Unsupported value: "Odd": supported values: "Block", "Filesystem"
          """)
  void claimsAreCheckedInUpstreamsWords(String spec, String errors) {
    assertThat(KindApi.refusal(() -> claim(spec))).containsExactly(errors.split(";"));
  }

  @Test
  void aSourceStandsInBothItsFields() {
    ApiObject claim = claim(ASKED + ",'dataSource':{'kind':'PersistentVolumeClaim','name':'o'}");

    assertThat(claim.spec().object("dataSourceRef"))
        .isEqualTo(claim.spec().object("dataSource"))
        .hasToString("{\"apiGroup\":null,\"kind\":\"PersistentVolumeClaim\",\"name\":\"o\"}");
    assertThat(
            api.put(
                    "{'apiVersion':'v1','kind':'PersistentVolumeClaim','metadata':{'name':'c'},"
                        + "'spec':{"
                        + ASKED
                        + ",'dataSource':{'kind':'PersistentVolumeClaim','name':'o'}}}")
                .spec())
        .isEqualTo(claim.spec());
  }

  @Test
  void aSourceOfAnotherKindIsLeftOutOfTheOldField() {
    assertThat(claim(ASKED + ",'dataSource':{'kind':'Odd','name':'o'}").spec().keys())
        .containsExactly("accessModes", "resources", "volumeMode");
  }

  @Test
  void onlyABoundClaimMayGrow() {
    ApiObject claim = claim(ASKED + ",'storageClassName':'s','volumeName':'v'");
    String grown = "{'spec':{'resources':{'requests':{'storage':'2Gi'}}}}";

    assertThat(KindApi.refusal(() -> api.merge(claim, grown)))
        .singleElement()
        .asString()
        .startsWith(
            "spec: Forbidden: spec is immutable after creation except resources.requests and"
                + " volumeAttributesClassName for bound claims\n@@ ");

    api.merge(claim, "status", "{'status':{'phase':'Bound','capacity':{'storage':'1Gi'}}}");
    api.merge(claim, grown);
    assertThat(
            KindApi.refusal(
                () -> api.merge(claim, "{'spec':{'resources':{'requests':{'storage':'512Mi'}}}}")))
        .containsExactly(
            "spec.resources.requests.storage: Forbidden: field can not be less than"
                + " status.capacity");
  }

  @Test
  void tablesShowWhatIsBound() {
    ApiObject claim = claim(ASKED + ",'storageClassName':'s','volumeName':'v'");
    ApiObject bound =
        api.merge(
            claim,
            "status",
            "{'status':{'phase':'Bound','accessModes':['ReadWriteMany','ReadWriteOnce'],"
                + "'capacity':{'storage':'5Gi'}}}");
    ApiObject volume =
        volume(
            SIZED
                + ",'hostPath':{'path':'/d'},'storageClassName':'s',"
                + "'claimRef':{'namespace':'ns','name':'c'}");

    assertThat(api.cells(bound))
        .isEqualTo(
            List.of("c", "Bound", "v", "5Gi", "RWO,RWX", "s", "<unset>", "0s", "Filesystem"));
    assertThat(api.cells(volume))
        .isEqualTo(
            List.of(
                "v",
                "1Gi",
                "RWO",
                "Retain",
                "Pending",
                "ns/c",
                "s",
                "<unset>",
                "",
                "0s",
                "Filesystem"));
  }
}

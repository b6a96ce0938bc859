package dev.podium.resources.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.resources.KindApi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PodValidationTest {
  private final KindApi api = new KindApi();

  private List<String> refusal(String spec) {
    return KindApi.refusal(() ->
        api.create("{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p'},'spec':%s}", spec));
  }

  private List<String> refusalOfContainer(String fields) {
    return refusal("{'containers':[{'name':'c','image':'i',%s}]}".formatted(fields));
  }

  private List<String> refusalOfSpec(String fields) {
    return refusal("{'containers':[{'name':'c','image':'i'}],%s}".formatted(fields));
  }

  @Test
  void aPodNeedsContainersWithNamesAndImages() {
    assertThat(refusal("{}")).containsExactly("spec.containers: Required value");
    assertThat(refusal("{'containers':[{}]}"))
        .containsExactly(
            "spec.containers[0].name: Required value", "spec.containers[0].image: Required value");
    assertThat(
            refusal(
                "{'containers':[{'name':'a','image':' i'},{'name':'a','image':'i'}],"
                    + "'initContainers':[{'name':'a','image':'i'}]}"))
        .containsExactly(
            "spec.containers[1].name: Duplicate value: \"a\"",
            "spec.initContainers[0].name: Duplicate value: \"a\"",
            "spec.containers[0].image: Invalid value: \" i\": must not have leading or trailing"
                + " whitespace");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'imagePullPolicy':'Sometimes' | imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"
          'terminationMessagePolicy':'Odd' | terminationMessagePolicy: Unsupported value: "Odd": supported values: "File", "FallbackToLogsOnError"
          'ports':[{}] | ports[0].containerPort: Required value
          'ports':[{'containerPort':70000}] | ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive
          'ports':[{'containerPort':80,'protocol':'HTTP'}] | ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"
          'ports':[{'name':'web','containerPort':80},{'name':'web','containerPort':81}] | ports[1].name: Duplicate value: "web"
          'ports':[{'name':'-Web','containerPort':80}] | ports[0].name: Invalid value: "-Web": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-);ports[0].name: Invalid value: "-Web": must not begin or end with a hyphen
          'env':[{'name':''}] | env[0].name: Required value
          'env':[{'name':'A','value':'x','valueFrom':{'fieldRef':{'fieldPath':'metadata.name'}}}] | env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty
          'env':[{'name':'A','valueFrom':{}}] | env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`
          'env':[{'name':'A','valueFrom':{'fieldRef':{'fieldPath':'spec.odd'}}}] | env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.odd": error converting fieldPath: field label not supported: spec.odd
          'env':[{'name':'A','valueFrom':{'configMapKeyRef':{'name':'m'}}}] | env[0].valueFrom.configMapKeyRef.key: Required value
          'env':[{'name':'A','valueFrom':{'resourceFieldRef':{'resource':'limits.gpu'}}}] | env[0].valueFrom.resourceFieldRef.resource: Unsupported value: "limits.gpu": supported values: "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"
          'envFrom':[{}] | envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`
          'volumeMounts':[{'name':'none','mountPath':'/x'}] | volumeMounts[0].name: Not found: "none"
          'livenessProbe':{} | livenessProbe: Required value: must specify a handler type
          'livenessProbe':{'exec':{'command':['x']},'tcpSocket':{'port':1}} | livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type
          'livenessProbe':{'exec':{'command':['x']},'successThreshold':2} | livenessProbe.successThreshold: Invalid value: 2: must be 1
          'readinessProbe':{'exec':{'command':['x']},'terminationGracePeriodSeconds':1} | readinessProbe.terminationGracePeriodSeconds: Invalid value: 1: must not be set for readinessProbes
          'readinessProbe':{'httpGet':{'port':'no-such-port-as-this'}} | readinessProbe.httpGet.port: Invalid value: "no-such-port-as-this": must be no more than 15 characters
          'startupProbe':{'exec':{}} | startupProbe.exec.command: Required value
          'lifecycle':{'preStop':{}} | lifecycle.preStop: Required value: must specify a handler type
          'resources':{'limits':{'cpu':'1'},'requests':{'cpu':'2'}} | resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1
          'resources':{'requests':{'cpu':'-1'}} | resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0
          'resources':{'limits':{'gpu':'1'}} | resources.limits[gpu]: Invalid value: "gpu": must be a standard resource type or fully qualified;resources.limits[gpu]: Invalid value: "gpu": must be a standard resource for containers;resources.requests[gpu]: Invalid value: "gpu": must be a standard resource type or fully qualified;resources.requests[gpu]: Invalid value: "gpu": must be a standard resource for containers
          'resources':{'limits':{'example.com/gpu':'1500m'}} | resources.limits[example.com/gpu]: Invalid value: "1500m": must be an integer;resources.requests[example.com/gpu]: Invalid value: "1500m": must be an integer
          'resources':{'limits':{'hugepages-2Mi':'3Mi','cpu':'1'}} | resources.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi;resources.requests[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi
          'resources':{'claims':[{'name':''},{'name':'x'}]} | resources.claims[0]: Required value;resources.claims[1]: Not found: "x": must be one of the names in pod.spec.resourceClaims which is empty
          'resources':{'requests':{'example.com/gpu':'1'}} | resources.limits: Required value: Limit must be set for non overcommitable resources
          'securityContext':{'runAsUser':-1} | securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive
          'securityContext':{'privileged':true,'allowPrivilegeEscalation':false} | securityContext: Invalid value: {"Capabilities":null,"Privileged":true,"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true
          'securityContext':{'seccompProfile':{'type':'Localhost'}} | securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost
          """)
  void containersAreCheckedFieldByField(String fields, String errors) {
    assertThat(refusalOfContainer(fields))
        .containsExactly(
            List.of(errors.split(";")).stream()
                .map(error -> "spec.containers[0]." + error)
                .toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'restartPolicy':'Maybe' | restartPolicy: Unsupported value: "Maybe": supported values: "Always", "OnFailure", "Never"
          'dnsPolicy':'Odd' | dnsPolicy: Unsupported value: "Odd": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"
          'dnsPolicy':'None' | dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None
          'activeDeadlineSeconds':0 | activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive
          'nodeName':'a b' | nodeName: Invalid value: "a b": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
          'hostNetwork':true,'containers':[{'name':'c','image':'i','ports':[{'containerPort':80,'hostPort':81}]}] | containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true
          'volumes':[{'name':'v','emptyDir':{},'hostPath':{'path':'/x'}}] | volumes[0].hostPath: Forbidden: may not specify more than 1 volume type
          'volumes':[{'name':'v','hostPath':{'path':'/../x'}}] | volumes[0].hostPath.path: Invalid value: "/../x": must not contain '..'
          'volumes':[{'name':'v','secret':{}}] | volumes[0].secret.secretName: Required value
          'volumes':[{'name':'v','configMap':{'name':'m','defaultMode':512}}] | volumes[0].configMap.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive
          'volumes':[{'name':'v','nfs':{}}] | volumes[0].nfs.server: Required value;volumes[0].nfs.path: Required value;volumes[0].nfs.path: Invalid value: "": must be an absolute path
          'volumes':[{'name':'v','persistentVolumeClaim':{}}] | volumes[0].persistentVolumeClaim.claimName: Required value
          'tolerations':[{'operator':'Equals'}] | tolerations[0].operator: Invalid value: "Equals": operator must be Exists when `key` is empty, which means "match all values and all keys";tolerations[0].operator: Unsupported value: "Equals": supported values: "Equal", "Exists"
          'tolerations':[{'key':'a','operator':'Exists','value':'b'}] | tolerations[0].operator: Invalid value: "b": value must be empty when `operator` is 'Exists'
          'tolerations':[{'key':'a','tolerationSeconds':1}] | tolerations[0].effect: Invalid value: "": effect must be 'NoExecute' when `tolerationSeconds` is set
          'topologySpreadConstraints':[{'maxSkew':0,'topologyKey':'zone','whenUnsatisfiable':'Maybe'}] | topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero;topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Maybe": supported values: "DoNotSchedule", "ScheduleAnyway"
          'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':[]}}} | affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term
          'affinity':{'podAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{'topologyKey':'a b'}]}} | affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
          'affinity':{'nodeAffinity':{'preferredDuringSchedulingIgnoredDuringExecution':[{'weight':0,'preference':{}}]}} | affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100
          'hostAliases':[{'ip':'x'}] | hostAliases[0].ip: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
          'schedulingGates':[{'name':'a'},{'name':'a'}] | schedulingGates[1]: Duplicate value: "a"
          'priorityClassName':'A' | priorityClassName: Invalid value: "A": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
          'resourceClaims':[{'name':'a','resourceClaimName':'b'}],'containers':[{'name':'c','image':'i','resources':{'claims':[{'name':'a','request':'r'},{'name':'a'},{'name':'a'}]}}] | containers[0].resources.claims[1]: Duplicate value: "a";containers[0].resources.claims[2]: Duplicate value: "a"
          'resourceClaims':[{'name':'a'}] | resourceClaims[0]: Invalid value: {"Name":"a","ResourceClaimName":null,"ResourceClaimTemplateName":null}: must specify one of: `resourceClaimName`, `resourceClaimTemplateName`
          'resources':{'limits':{'cpu':'1'}},'containers':[{'name':'c','image':'i','resources':{'limits':{'cpu':'2'},'requests':{'cpu':'1'}}}] | resources.containers[0][cpu].limits: Invalid value: "2": must be less than or equal to pod limits of 1
          'volumes':[{'name':'v','projected':{'sources':[{'clusterTrustBundle':{'name':'a','signerName':'b.c/d','path':'p'}}]}}] | volumes[0].projected.sources[0].clusterTrustBundle: Invalid value: {"Name":"a","SignerName":"b.c/d","LabelSelector":null,"Optional":null,"Path":"p"}: only one of name and signerName may be used
          'preemptionPolicy':'' | preemptionPolicy: Required value
          'securityContext':{'windowsOptions':{'runAsUserName':'a_.b<\\\\u'}} | securityContext.windowsOptions.runAsUserName: Invalid value: "a_.b<\\\\u": runAsUserName's Domain doesn't match the NetBios nor the DNS format
          'os':{'name':'beos'} | os: Unsupported value: "beos": supported values: "linux", "windows"
          'securityContext':{'sysctls':[{'name':'A!'}]} | securityContext.sysctls[0].name: Invalid value: "A!": must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$
          'initContainers':[{'name':'s','image':'i','restartPolicy':'Never','livenessProbe':{'exec':{'command':['x']}}}] | initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always
          'ephemeralContainers':[{'name':'e','image':'i'}] | ephemeralContainers: Forbidden: cannot be set on create
          """)
  void thePodIsCheckedFieldByField(String fields, String errors) {
    List<String> expected =
        List.of(errors.split(";")).stream().map(error -> "spec." + error).toList();

    assertThat(
            fields.contains("'containers'") ? refusal("{" + fields + "}") : refusalOfSpec(fields))
        .isEqualTo(expected);
  }

  @Test
  void mountsHaveToFitTheVolumes() {
    assertThat(
            refusal(
                "{'volumes':[{'name':'v','emptyDir':{}}],'containers':[{'name':'c','image':'i',"
                    + "'volumeMounts':[{'name':'v','mountPath':'/a','subPath':'../b'},"
                    + "{'name':'v','mountPath':'/a'},{'name':'v','mountPath':'','readOnly':false,"
                    + "'recursiveReadOnly':'Enabled'}]}]}"))
        .containsExactly(
            "spec.containers[0].volumeMounts.subPath: Invalid value: \"../b\": must not contain"
                + " '..'",
            "spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/a\": must be unique",
            "spec.containers[0].volumeMounts[2].mountPath: Required value",
            "spec.containers[0].volumeMounts.recursiveReadOnly: Forbidden: may only be specified"
                + " when readOnly is true");
  }

  @Test
  void anEphemeralContainerOnlyComesThroughItsSubresource() {
    var pod =
        api.create(
            "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p'},"
                + "'spec':{'containers':[{'name':'c','image':'i'}]}}");
    String add =
        "{'spec':{'ephemeralContainers':[{'name':'d','image':'%s','targetContainerName':'c'}]}}";

    var debugged = api.merge(pod, "ephemeralcontainers", add.formatted("busybox"));

    assertThat(debugged.spec().objects("ephemeralContainers").getFirst().string("imagePullPolicy"))
        .isEqualTo("Always");
    assertThat(KindApi.refusal(() -> api.merge(pod, "ephemeralcontainers", add.formatted("other"))))
        .singleElement()
        .asString()
        .startsWith(
            "spec.ephemeralContainers: Forbidden: existing ephemeral containers \"d\" may not be"
                + " changed\n@@ -1,6 +1,6 @@\n {\n  \"Name\": \"d\",\n- \"Image\": \"busybox\",\n"
                + "+ \"Image\": \"other\",\n  \"Command\": null,\n");
  }
}

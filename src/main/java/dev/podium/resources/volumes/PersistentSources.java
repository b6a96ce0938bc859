package dev.podium.resources.volumes;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.Part;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Where a PersistentVolume's storage is: exactly one source, checked by its own rules.
///
/// Upstream: ValidatePersistentVolumeSpec and the checks it calls, in its order.
final class PersistentSources {
  private static final String ISCSI_NAME = "must be valid format";
  private static final Map<String, Consumer<Part>> CHECKS = checks();

  private PersistentSources() {}

  private static Map<String, Consumer<Part>> checks() {
    Map<String, Consumer<Part>> checks = new LinkedHashMap<>();
    checks.put("hostPath", VolumeSources::hostPath);
    checks.put(
        "gcePersistentDisk",
        source -> VolumeSources.gcePersistentDisk(renamed(source, "persistentDisk")));
    checks.put("awsElasticBlockStore", VolumeSources::awsElasticBlockStore);
    checks.put("glusterfs", PersistentSources::glusterfs);
    checks.put("flocker", VolumeSources::flocker);
    checks.put("nfs", VolumeSources::nfs);
    checks.put("rbd", VolumeSources::rbd);
    checks.put("quobyte", VolumeSources::quobyte);
    checks.put("cephfs", VolumeSources::cephfs);
    checks.put("iscsi", source -> VolumeSources.iscsi(source, ISCSI_NAME));
    checks.put("cinder", PersistentSources::cinder);
    checks.put("fc", VolumeSources::fc);
    checks.put("flexVolume", VolumeSources::flexVolume);
    checks.put("azureFile", PersistentSources::azureFile);
    checks.put("vsphereVolume", VolumeSources::vsphereVolume);
    checks.put("photonPersistentDisk", VolumeSources::photonPersistentDisk);
    checks.put("portworxVolume", VolumeSources::portworxVolume);
    checks.put("azureDisk", VolumeSources::azureDisk);
    checks.put("scaleIO", VolumeSources::scaleIo);
    checks.put("local", PersistentSources::local);
    checks.put("storageos", PersistentSources::storageOs);
    checks.put("csi", PersistentSources::csi);
    return checks;
  }

  /// The source that a spec holds, or the several.
  static JsonObject of(JsonObject spec) {
    JsonObject sources = JsonObject.EMPTY;
    for (String field : CHECKS.keySet()) {
      if (spec.get(field) instanceof JsonObject source) {
        sources = sources.with(field, source);
      }
    }
    return sources;
  }

  static void check(Part spec) {
    boolean found = false;
    for (Map.Entry<String, Consumer<Part>> check : CHECKS.entrySet()) {
      String field = check.getKey();
      if (!(spec.value().get(field) instanceof JsonObject)) {
        continue;
      }
      if (found && !field.equals("flexVolume")) {
        // The path is upstream's own spelling.
        String shown = field.equals("cephfs") ? "cephFS" : field;
        spec.forbidden(shown, "may not specify more than 1 volume type");
      } else {
        check.getValue().accept(spec.at(field));
      }
      found = true;
    }
    if (!found) {
      spec.add(FieldError.required(spec.path(), "must specify a volume type"));
    }
    if (spec.has("local") && !spec.has("nodeAffinity")) {
      spec.required("nodeAffinity", "Local volume requires node affinity");
    }
  }

  private static Part renamed(Part source, String name) {
    return source.under(FieldPath.of("spec", name));
  }

  private static void glusterfs(Part source) {
    VolumeSources.glusterfs(source);
    if (source.has("endpointsNamespace") && source.string("endpointsNamespace").isEmpty()) {
      source.invalid(
          "endpointsNamespace",
          "if the endpointnamespace is set, it must be a valid namespace name");
    }
  }

  private static void cinder(Part source) {
    VolumeSources.cinder(source);
    source.find("secretRef").ifPresent(secret -> secret.requireText("namespace"));
  }

  private static void azureFile(Part source) {
    VolumeSources.azureFile(source);
    if (source.has("secretNamespace")) {
      source.requireText("secretNamespace");
    }
  }

  private static void storageOs(Part source) {
    VolumeSources.storageOs(source);
    source.find("secretRef").ifPresent(secret -> secret.requireText("namespace"));
  }

  private static void local(Part source) {
    if (source.requireText("path")) {
      Paths.noBacksteps(source.string("path"), source.child("path"), source.errors());
    }
  }

  private static void csi(Part source) {
    VolumeSources.csiDriver(source, "driver");
    source.requireText("volumeHandle");
    for (String field :
        new String[] {
          "controllerPublishSecretRef",
          "controllerExpandSecretRef",
          "nodePublishSecretRef",
          "nodeExpandSecretRef"
        }) {
      source.find(field).ifPresent(PersistentSources::secret);
    }
  }

  private static void secret(Part secret) {
    if (secret.requireText("name")) {
      secret.faults("name", NameFormats.dns1123Subdomain(secret.string("name")));
    }
    if (secret.requireText("namespace")) {
      secret.faults("namespace", NameFormats.dns1123Label(secret.string("namespace")));
    }
  }
}

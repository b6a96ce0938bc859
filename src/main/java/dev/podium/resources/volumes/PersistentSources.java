package dev.podium.resources.volumes;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.Part;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Where a PersistentVolume's storage is: exactly one source, checked by its own rules.
///
/// Upstream: ValidatePersistentVolumeSpec and the checks it calls, in its order.
final class PersistentSources {
  private static final String ISCSI_NAME = "must be valid format";
  private static final Map<String, BiConsumer<Part, String>> CHECKS = checks();

  private PersistentSources() {}

  private static Map<String, BiConsumer<Part, String>> checks() {
    Map<String, BiConsumer<Part, String>> checks = new LinkedHashMap<>();
    put(checks, "hostPath", VolumeSources::hostPath);
    put(
        checks,
        "gcePersistentDisk",
        source -> VolumeSources.gcePersistentDisk(renamed(source, "persistentDisk")));
    put(checks, "awsElasticBlockStore", VolumeSources::awsElasticBlockStore);
    put(checks, "glusterfs", PersistentSources::glusterfs);
    put(checks, "flocker", VolumeSources::flocker);
    put(checks, "nfs", VolumeSources::nfs);
    put(checks, "rbd", VolumeSources::rbd);
    put(checks, "quobyte", VolumeSources::quobyte);
    put(checks, "cephfs", VolumeSources::cephfs);
    checks.put("iscsi", PersistentSources::iscsi);
    put(checks, "cinder", PersistentSources::cinder);
    put(checks, "fc", VolumeSources::fc);
    put(checks, "flexVolume", VolumeSources::flexVolume);
    put(checks, "azureFile", PersistentSources::azureFile);
    put(checks, "vsphereVolume", VolumeSources::vsphereVolume);
    put(checks, "photonPersistentDisk", VolumeSources::photonPersistentDisk);
    put(checks, "portworxVolume", VolumeSources::portworxVolume);
    put(checks, "azureDisk", VolumeSources::azureDisk);
    put(checks, "scaleIO", VolumeSources::scaleIo);
    put(checks, "local", PersistentSources::local);
    put(checks, "storageos", PersistentSources::storageOs);
    put(checks, "csi", PersistentSources::csi);
    return checks;
  }

  /// A source of which the volume's name does not matter.
  private static void put(
      Map<String, BiConsumer<Part, String>> checks, String field, Consumer<Part> check) {
    checks.put(field, (source, _) -> check.accept(source));
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

  /// @param volume the name of the PersistentVolume
  static void check(Part spec, String volume) {
    boolean found = false;
    for (Map.Entry<String, BiConsumer<Part, String>> check : CHECKS.entrySet()) {
      String field = check.getKey();
      if (!(spec.value().get(field) instanceof JsonObject)) {
        continue;
      }
      if (found && !field.equals("flexVolume")) {
        // The path is upstream's own spelling.
        String shown = field.equals("cephfs") ? "cephFS" : field;
        spec.forbidden(shown, "may not specify more than 1 volume type");
      } else {
        check.getValue().accept(spec.at(field), volume);
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
    if (!source.has("endpointsNamespace")) {
      return;
    }
    String namespace = source.string("endpointsNamespace");
    if (namespace.isEmpty()) {
      source.invalid(
          "endpointsNamespace",
          "if the endpointnamespace is set, it must be a valid namespace name");
    } else {
      source.faults("endpointsNamespace", NameFormats.dns1123Label(namespace));
    }
  }

  private static void iscsi(Part source, String volume) {
    source.requireText("targetPortal");
    String portal = source.string("targetPortal");
    if (source.has("initiatorName")
        && (volume + ":" + portal).length() > VolumeSources.LONGEST_ISCSI_PORTAL) {
      source.invalid("targetportal", portal, VolumeSources.LONG_ISCSI_PORTAL);
    }
    VolumeSources.iscsiTarget(source, ISCSI_NAME);
    source.find("secretRef").ifPresent(secret -> secret.requireText("name"));
    VolumeSources.iscsiInitiator(source, ISCSI_NAME);
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

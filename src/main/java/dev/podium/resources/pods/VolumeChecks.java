package dev.podium.resources.pods;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GoText;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.object.Quantity;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.TemplateMetadata;
import dev.podium.resources.volumes.ClaimSpecs;
import dev.podium.resources.volumes.Paths;
import dev.podium.resources.volumes.VolumeSources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The volumes of a pod.
///
/// Upstream: pkg/apis/core/validation/validation.go (ValidateVolumes, validateVolumeSource).
final class VolumeChecks {
  private static final String BAD_ISCSI_NAME =
      "must be valid format starting with iqn, eui, or naa";

  /// How a source is checked, once it is known to be the only one.
  @FunctionalInterface
  private interface Check {
    void check(Part source, VolumeChecks volumes);
  }

  /// @param path the name in the path of the source's own errors
  /// @param again the name in the path where the source is one too many; upstream misspells some
  private record Source(String path, String again, Check check) {}

  /// In upstream's order, since only the first source of a volume is looked at.
  private static final Map<String, Source> SOURCES = new LinkedHashMap<>();

  static {
    source("emptyDir", VolumeChecks::emptyDir);
    source("hostPath", (source, _) -> VolumeSources.hostPath(source));
    source("gitRepo", VolumeChecks::gitRepo);
    source(
        "gcePersistentDisk",
        new Source(
            "persistentDisk",
            "gcePersistentDisk",
            (source, _) -> VolumeSources.gcePersistentDisk(source)));
    source("awsElasticBlockStore", (source, _) -> VolumeSources.awsElasticBlockStore(source));
    source("secret", (source, _) -> keys(source, "secretName"));
    source("nfs", (source, _) -> VolumeSources.nfs(source));
    source("iscsi", VolumeChecks::iscsi);
    source("glusterfs", (source, _) -> VolumeSources.glusterfs(source));
    source("flocker", (source, _) -> VolumeSources.flocker(source));
    source("persistentVolumeClaim", (source, _) -> source.requireText("claimName"));
    source("rbd", (source, _) -> VolumeSources.rbd(source));
    source("cinder", (source, _) -> VolumeSources.cinder(source));
    source("cephfs", new Source("cephfs", "cephFS", (source, _) -> VolumeSources.cephfs(source)));
    source("quobyte", (source, _) -> VolumeSources.quobyte(source));
    source(
        "downwardAPI",
        new Source("downwardAPI", "downwarAPI", (source, _) -> ProjectedChecks.downward(source)));
    source("fc", (source, _) -> VolumeSources.fc(source));
    source("flexVolume", (source, _) -> VolumeSources.flexVolume(source));
    source("configMap", (source, _) -> keys(source, "name"));
    source("azureFile", (source, _) -> VolumeSources.azureFile(source));
    source("vsphereVolume", (source, _) -> VolumeSources.vsphereVolume(source));
    source("photonPersistentDisk", (source, _) -> VolumeSources.photonPersistentDisk(source));
    source("portworxVolume", (source, _) -> VolumeSources.portworxVolume(source));
    source("azureDisk", (source, _) -> VolumeSources.azureDisk(source));
    source("storageos", (source, _) -> VolumeSources.storageOs(source));
    source("projected", (source, _) -> ProjectedChecks.projected(source));
    source("scaleIO", (source, _) -> VolumeSources.scaleIo(source));
    source("csi", VolumeChecks::csi);
    source("ephemeral", VolumeChecks::ephemeral);
    source("image", VolumeChecks::image);
  }

  private final boolean inPod;
  private final String podName;
  private String volume = "";
  private FieldPath volumePath = FieldPath.ROOT;

  private VolumeChecks(boolean inPod, String podName) {
    this.inPod = inPod;
    this.podName = podName;
  }

  private static void source(String field, Check check) {
    source(field, new Source(field, field, check));
  }

  private static void source(String field, Source source) {
    SOURCES.put(field, source);
  }

  /// Checks the volumes and returns the good ones by name: mounts of others count as mounts of
  /// nothing.
  ///
  /// @param podName empty in a template and while the name is not known
  static Map<String, JsonObject> check(Part spec, boolean inPod, String podName) {
    VolumeChecks checks = new VolumeChecks(inPod, podName);
    Set<String> claimsMade = checks.claimsMade(spec);
    Map<String, JsonObject> good = new HashMap<>();
    for (Part volume : spec.items("volumes")) {
      List<FieldError> own = new ArrayList<>();
      Part part = new Part(volume.value(), volume.path(), own);
      String name = part.string("name");
      checks.oneSource(part);
      if (part.requireText("name")) {
        part.faults("name", NameFormats.dns1123Label(name));
      }
      if (good.containsKey(name)) {
        part.duplicate("name", name);
      }
      if (own.isEmpty()) {
        good.put(name, part.value());
      }
      spec.errors().addAll(own);
      String claim = part.value().string("persistentVolumeClaim", "claimName");
      if (claimsMade.contains(claim)) {
        volume
            .at("persistentVolumeClaim")
            .invalid(
                "claimName", "must not reference a PVC that gets created for an ephemeral volume");
      }
    }
    return good;
  }

  private Set<String> claimsMade(Part spec) {
    Set<String> names = new HashSet<>();
    for (JsonObject candidate : spec.value().objects("volumes")) {
      if (!podName.isEmpty() && candidate.has("ephemeral")) {
        names.add(podName + "-" + candidate.string("name"));
      }
    }
    return names;
  }

  private void oneSource(Part part) {
    volume = part.string("name");
    volumePath = part.path();
    boolean found = false;
    for (Map.Entry<String, Source> entry : SOURCES.entrySet()) {
      if (!(part.value().get(entry.getKey()) instanceof JsonObject value)) {
        continue;
      }
      Source source = entry.getValue();
      if (found) {
        part.forbidden(source.again(), "may not specify more than 1 volume type");
      } else {
        source.check().check(new Part(value, part.child(source.path()), part.errors()), this);
      }
      found = true;
    }
    if (!found) {
      part.add(FieldError.required(part.path(), "must specify a volume type"));
    }
  }

  private static void emptyDir(Part source, VolumeChecks volumes) {
    String limit = source.string("sizeLimit");
    if (!limit.isEmpty() && Quantity.parse(limit).sign() < 0) {
      source.forbidden("sizeLimit", "SizeLimit field must be a valid resource quantity");
    }
  }

  private static void gitRepo(Part source, VolumeChecks volumes) {
    source.requireText("repository");
    Paths.descending(source.string("directory"), source.child("directory"), source.errors());
  }

  /// A secret or a config map as files.
  private static void keys(Part source, String nameField) {
    source.requireText(nameField);
    ProjectedChecks.mode(source, "defaultMode");
    source.items("items").forEach(ProjectedChecks::keyToPath);
  }

  private static void iscsi(Part source, VolumeChecks volumes) {
    VolumeSources.iscsi(source, BAD_ISCSI_NAME);
    VolumeSources.iscsiInitiator(source, BAD_ISCSI_NAME);
    String portal = volumes.volume + ":" + source.string("targetPortal");
    if (source.has("initiatorName") && portal.length() > VolumeSources.LONGEST_ISCSI_PORTAL) {
      source.add(
          FieldError.invalid(
              volumes.volumePath.child("name"), volumes.volume, VolumeSources.LONG_ISCSI_PORTAL));
    }
  }

  private static void csi(Part source, VolumeChecks volumes) {
    VolumeSources.csiDriver(source, "driver");
    source
        .find("nodePublishSecretRef")
        .ifPresent(secret -> {
          if (secret.requireText("name")) {
            FieldChecks.format(
                secret.string("name"),
                NameFormats.dns1123Subdomain(secret.string("name")),
                source.child("name"),
                source.errors());
          }
        });
  }

  private static void ephemeral(Part source, VolumeChecks volumes) {
    if (!source.has("volumeClaimTemplate")) {
      source.required("volumeClaimTemplate");
    } else {
      Part template = source.at("volumeClaimTemplate");
      TemplateMetadata.ofClaimTemplate(template.at("metadata"));
      ClaimSpecs.check(template.at("spec"));
    }
    if (volumes.podName.isEmpty() || volumes.volume.isEmpty()) {
      return;
    }
    String claim = volumes.podName + "-" + volumes.volume;
    for (String fault : NameFormats.dns1123Subdomain(claim)) {
      source.add(
          FieldError.invalid(
              volumes.volumePath.child("name"),
              volumes.volume,
              "PVC name " + GoText.quote(claim) + ": " + fault));
    }
  }

  private static void image(Part source, VolumeChecks volumes) {
    if (volumes.inPod && source.string("reference").isEmpty()) {
      source.required("reference");
    }
    source.oneOf("pullPolicy", ContainerChecks.PULL_POLICIES);
  }
}

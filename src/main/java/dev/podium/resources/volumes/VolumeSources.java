package dev.podium.resources.volumes;

import dev.podium.object.FieldError;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.Part;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Sources of storage that volumes of pods and persistent volumes share.
///
/// Upstream: pkg/apis/core/validation/validation.go (validateHostPathVolumeSource and its like).
public final class VolumeSources {
  private static final List<String> HOST_PATH_TYPES =
      List.of(
          "",
          "BlockDevice",
          "CharDevice",
          "Directory",
          "DirectoryOrCreate",
          "File",
          "FileOrCreate",
          "Socket");
  private static final Pattern IQN =
      Pattern.compile("iqn\\.\\d{4}-\\d{2}\\.([\\p{Alnum}\\-.]+)(:[^,;*&$|\\s]+)$");
  private static final Pattern EUI = Pattern.compile("^eui.\\p{Alnum}{16}$");
  private static final Pattern NAA = Pattern.compile("^naa.\\p{Alnum}{32}$");
  private static final String BYTE_FROM_ONE = "must be between 1 and 255, inclusive";
  private static final String BYTE = "must be between 0 and 255, inclusive";
  private static final String HOST_PORTS =
      "must be a host:port pair or multiple pairs separated by commas";

  /// What Go's net.SplitHostPort can split.
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:[^:\\[\\]]*|\\[[^\\[\\]]*\\]):[^:\\[\\]]*");

  public static final int LONGEST_ISCSI_PORTAL = 64;
  public static final String LONG_ISCSI_PORTAL =
      "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if"
          + " iscsi.initiatorName is specified.";
  private static final int LONGEST_TENANT = 64;
  private static final int LONGEST_DRIVER = 63;

  private VolumeSources() {}

  public static void hostPath(Part source) {
    if (source.requireText("path")) {
      Paths.noBacksteps(source.string("path"), source.child("path"), source.errors());
      source.oneOfIfPresent("type", HOST_PATH_TYPES);
    }
  }

  public static void nfs(Part source) {
    source.requireText("server");
    source.requireText("path");
    if (!source.string("path").startsWith("/")) {
      source.invalid("path", source.string("path"), "must be an absolute path");
    }
  }

  public static void gcePersistentDisk(Part source) {
    source.requireText("pdName");
    partition(source);
  }

  public static void awsElasticBlockStore(Part source) {
    source.requireText("volumeID");
    partition(source);
  }

  private static void partition(Part source) {
    long partition = source.integer("partition");
    if (partition < 0 || partition > 255) {
      source.invalid("partition", BYTE_FROM_ONE);
    }
  }

  /// @param wrongBeginning what is said of a name that begins with none of the known formats
  public static void iscsi(Part source, String wrongBeginning) {
    source.requireText("targetPortal");
    iscsiTarget(source, wrongBeginning);
  }

  /// All but the portal, after which upstream says something else of a persistent volume.
  static void iscsiTarget(Part source, String wrongBeginning) {
    if (source.requireText("iqn")) {
      iscsiName(source, "iqn", wrongBeginning);
    }
    long lun = source.integer("lun");
    if (lun < 0 || lun > 255) {
      source.invalid("lun", BYTE);
    }
    boolean secured = source.bool("chapAuthDiscovery") || source.bool("chapAuthSession");
    if (secured && !source.has("secretRef")) {
      source.required("secretRef");
    }
  }

  /// The initiator has an error path of its own spelling.
  public static void iscsiInitiator(Part source, String wrongBeginning) {
    source
        .findString("initiatorName")
        .ifPresent(name ->
            iscsiName(
                new Part(
                    source.value().with("initiatorname", name), source.path(), source.errors()),
                "initiatorname",
                wrongBeginning));
  }

  private static void iscsiName(Part source, String field, String wrongBeginning) {
    String name = source.string(field);
    Pattern format =
        name.startsWith("iqn")
            ? IQN
            : name.startsWith("eui") ? EUI : name.startsWith("naa") ? NAA : null;
    if (format == null) {
      source.invalid(field, wrongBeginning);
    } else if (!format.matcher(name).find()) {
      source.invalid(field, "must be valid format");
    }
  }

  public static void glusterfs(Part source) {
    source.requireText("endpoints");
    source.requireText("path");
  }

  public static void flocker(Part source) {
    boolean named = !source.string("datasetName").isEmpty();
    boolean identified = !source.string("datasetUUID").isEmpty();
    if (!named && !identified) {
      source.add(
          FieldError.required(source.path(), "one of datasetName and datasetUUID is required"));
    }
    if (named && identified) {
      source.add(
          FieldError.invalid(
              source.path(),
              "resource",
              "datasetName and datasetUUID can not be specified simultaneously"));
    }
    if (source.string("datasetName").contains("/")) {
      source.invalid("datasetName", "must not contain '/'");
    }
  }

  public static void rbd(Part source) {
    requireItems(source, "monitors");
    source.requireText("image");
  }

  public static void cephfs(Part source) {
    requireItems(source, "monitors");
  }

  private static void requireItems(Part source, String field) {
    if (source.array(field).isEmpty()) {
      source.required(field);
    }
  }

  public static void cinder(Part source) {
    source.requireText("volumeID");
    source.find("secretRef").ifPresent(secret -> secret.requireText("name"));
  }

  public static void quobyte(Part source) {
    if (source.string("registry").isEmpty()) {
      source.required("registry", HOST_PORTS);
    } else if (source.string("tenant").length() > LONGEST_TENANT) {
      source.required("tenant", "must be a UUID and may not exceed a length of 64 characters");
    } else {
      for (String pair : source.string("registry").split(",", -1)) {
        if (!HOST_AND_PORT.matcher(pair).matches()) {
          source.invalid("registry", HOST_PORTS);
        }
      }
    }
    source.requireText("volume");
  }

  public static void fc(Part source) {
    boolean targets = !source.array("targetWWNs").isEmpty();
    boolean ids = !source.array("wwids").isEmpty();
    if (!targets && !ids) {
      source.required("targetWWNs", "must specify either targetWWNs or wwids, but not both");
    }
    if (targets && ids) {
      source.invalid("targetWWNs", "targetWWNs and wwids can not be specified simultaneously");
    }
    if (!targets) {
      return;
    }
    if (!source.has("lun")) {
      source.required("lun", "lun is required if targetWWNs is specified");
    } else if (source.integer("lun") < 0 || source.integer("lun") > 255) {
      source.invalid("lun", BYTE);
    }
  }

  public static void flexVolume(Part source) {
    source.requireText("driver");
    for (String key : source.at("options").value().keys()) {
      String domain = ("." + key.split("/", 2)[0]).toLowerCase(Locale.ROOT);
      if (domain.endsWith(".kubernetes.io") || domain.endsWith(".k8s.io")) {
        source.add(
            FieldError.invalid(
                source.child("options").key(key),
                key,
                "kubernetes.io and k8s.io namespaces are reserved"));
      }
    }
  }

  public static void azureFile(Part source) {
    source.requireText("secretName");
    source.requireText("shareName");
  }

  public static void azureDisk(Part source) {
    source.requireText("diskName");
    source.requireText("diskURI");
    source.oneOfIfPresent("cachingMode", List.of("None", "ReadOnly", "ReadWrite"));
    source.oneOfIfPresent("kind", List.of("Dedicated", "Managed", "Shared"));
    boolean managed = source.string("kind").equals("Managed");
    String uri = source.string("diskURI");
    if (managed && !uri.startsWith("/subscriptions/")) {
      source.notSupported(
          "diskURI",
          List.of(
              "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"));
    }
    if (source.has("kind") && !managed && !uri.startsWith("https://")) {
      source.notSupported(
          "diskURI",
          List.of("https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"));
    }
  }

  public static void vsphereVolume(Part source) {
    source.requireText("volumePath");
  }

  public static void photonPersistentDisk(Part source) {
    source.requireText("pdID");
  }

  public static void portworxVolume(Part source) {
    source.requireText("volumeID");
  }

  public static void scaleIo(Part source) {
    source.requireText("gateway");
    source.requireText("system");
    source.requireText("volumeName");
  }

  public static void storageOs(Part source) {
    if (source.requireText("volumeName")) {
      source.faults("volumeName", NameFormats.dns1123Label(source.string("volumeName")));
    }
    if (!source.string("volumeNamespace").isEmpty()) {
      source.faults("volumeNamespace", NameFormats.dns1123Label(source.string("volumeNamespace")));
    }
    source.find("secretRef").ifPresent(secret -> secret.requireText("name"));
  }

  /// ValidateCSIDriverName.
  public static void csiDriver(Part source, String field) {
    String driver = source.string(field);
    if (driver.isEmpty()) {
      source.required(field);
    }
    if (driver.length() > LONGEST_DRIVER) {
      source.add(FieldError.tooLong(source.child(field), LONGEST_DRIVER));
    }
    if (!driver.isEmpty()) {
      source.faults(field, NameFormats.dns1123Subdomain(driver.toLowerCase(Locale.ROOT)));
    }
  }
}

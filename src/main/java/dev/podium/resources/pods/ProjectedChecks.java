package dev.podium.resources.pods;

import dev.podium.object.FieldError;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.SelectorFields;
import dev.podium.resources.fields.SignerNames;
import dev.podium.resources.volumes.Paths;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Volumes whose files are made of other objects.
///
/// Upstream: pkg/apis/core/validation/validation.go (validateProjectionSources and its like).
final class ProjectedChecks {
  private static final int MOST_PERMISSIVE = 0777;
  private static final long TEN_MINUTES = 600;
  private static final long LONGEST_TOKEN = 1L << 32;
  private static final String CONFLICT = "conflicting duplicate paths";
  private static final List<String> KEY_TYPES =
      List.of("ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519", "RSA3072", "RSA4096");

  private final Part projected;
  private final Set<String> paths = new HashSet<>();

  private ProjectedChecks(Part projected) {
    this.projected = projected;
  }

  static void projected(Part source) {
    mode(source, "defaultMode");
    ProjectedChecks checks = new ProjectedChecks(source);
    source.items("sources").forEach(checks::projection);
  }

  static void downward(Part source) {
    mode(source, "defaultMode");
    // Upstream names the volume, not the file in it.
    source.items("items").forEach(file -> downwardFile(file.under(source.path())));
  }

  static void mode(Part part, String field) {
    part.findLong(field)
        .ifPresent(mode -> {
          if (mode < 0 || mode > MOST_PERMISSIVE) {
            part.invalid(field, "must be a number between 0 and 0777 (octal), both inclusive");
          }
        });
  }

  static void keyToPath(Part item) {
    item.requireText("key");
    item.requireText("path");
    Paths.notReserved(item.string("path"), item.child("path"), item.errors());
    mode(item, "mode");
  }

  private static void downwardFile(Part file) {
    file.requireText("path");
    Paths.notReserved(file.string("path"), file.child("path"), file.errors());
    boolean field = file.has("fieldRef");
    boolean resource = file.has("resourceFieldRef");
    if (field) {
      EnvironmentChecks.fieldReference(file.at("fieldRef"), EnvironmentChecks.FIELDS_IN_VOLUMES);
      if (resource) {
        file.add(
            FieldError.invalid(
                file.path(),
                "resource",
                "fieldRef and resourceFieldRef can not be specified simultaneously"));
      }
    } else if (resource) {
      EnvironmentChecks.resourceReference(file.at("resourceFieldRef"), true);
    } else {
      file.add(
          FieldError.required(file.path(), "one of fieldRef and resourceFieldRef is required"));
    }
    mode(file, "mode");
  }

  private void projection(Part source) {
    int sources = 0;
    for (String kind : List.of("secret", "configMap")) {
      if (source.has(kind)) {
        sources++;
        keys(source.at(kind));
      }
    }
    if (source.has("downwardAPI")) {
      sources++;
      downwardFiles(source.at("downwardAPI"));
    }
    if (source.has("serviceAccountToken")) {
      sources++;
      token(source.at("serviceAccountToken"));
    }
    if (source.has("clusterTrustBundle")) {
      sources++;
      trustBundle(source.at("clusterTrustBundle"));
    }
    if (source.has("podCertificate")) {
      sources++;
      certificate(source.at("podCertificate"));
    }
    if (sources > 1) {
      source.add(
          FieldError.forbidden(
              source.path(), "may not specify more than 1 volume type per source"));
    }
  }

  private void keys(Part source) {
    source.requireText("name");
    for (Part item : source.items("items")) {
      keyToPath(item);
      unique(item.string("path"), source.string("name"));
    }
  }

  private void downwardFiles(Part source) {
    for (Part file : source.items("items")) {
      downwardFile(file.under(source.path()));
      unique(file.string("path"), file.string("path"));
    }
  }

  private void unique(String path, String shown) {
    if (!path.isEmpty() && !paths.add(path)) {
      projected.add(FieldError.invalid(projected.path(), shown, CONFLICT));
    }
  }

  /// The path is said to be the volume's own, not the token's, as upstream says it.
  private void token(Part token) {
    long seconds = token.integer("expirationSeconds");
    if (seconds < TEN_MINUTES) {
      token.invalid("expirationSeconds", "may not specify a duration less than 10 minutes");
    }
    if (seconds > LONGEST_TOKEN) {
      token.invalid("expirationSeconds", "may not specify a duration larger than 2^32 seconds");
    }
    if (token.string("path").isEmpty()) {
      projected.required("path");
    } else {
      Paths.notReserved(token.string("path"), projected.child("path"), token.errors());
    }
  }

  private void trustBundle(Part bundle) {
    boolean named = bundle.has("name");
    boolean signed = bundle.has("signerName");
    if (named && signed) {
      bundle.add(
          FieldError.invalid(
              bundle.path(),
              InternalForm.of("io.k8s.api.core.v1.ClusterTrustBundleProjection", bundle.value()),
              "only one of name and signerName may be used"));
    } else if (named) {
      namedBundle(bundle);
    } else if (signed) {
      // Twice said of an empty name, as upstream says it.
      if (bundle.string("signerName").isEmpty()) {
        bundle.required("signerName", "must be a valid signer name");
      }
      SignerNames.check(bundle, "signerName", "");
      bundle.find("labelSelector").ifPresent(SelectorFields::check);
    } else {
      bundle.add(FieldError.required(bundle.path(), "either name or signerName must be specified"));
    }
    bundle.requireText("path");
    Paths.notReserved(bundle.string("path"), bundle.child("path"), bundle.errors());
    unique(bundle.string("path"), bundle.string("path"));
  }

  private static void namedBundle(Part bundle) {
    String name = bundle.string("name");
    if (name.isEmpty()) {
      bundle.required("name", "must be a valid object name");
    }
    // What stands before the last colon names the signer, and is not looked at any closer.
    for (String fault : NameFormats.dns1123Subdomain(name.substring(name.lastIndexOf(':') + 1))) {
      bundle.invalid("name", "not a valid clustertrustbundlename: " + fault);
    }
    if (bundle.has("labelSelector")) {
      bundle.invalid("labelSelector", "labelSelector must be unset if name is specified");
    }
  }

  private void certificate(Part certificate) {
    if (certificate.string("signerName").isEmpty()) {
      certificate.required("signerName");
    } else {
      SignerNames.check(certificate, "signerName", "must be a valid signer name");
    }
    certificate.oneOf("keyType", KEY_TYPES);
    for (String field : List.of("credentialBundlePath", "keyPath", "certificateChainPath")) {
      String path = certificate.string(field);
      if (!path.isEmpty()) {
        Paths.notReserved(path, certificate.child(field), certificate.errors());
        unique(path, path);
      }
    }
  }
}

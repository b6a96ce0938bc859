package dev.podium.resources.pods;

import dev.podium.object.FieldPath;
import dev.podium.object.GoText;
import dev.podium.resources.fields.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Files of projected volumes that a token's path hides, or that hide the token.
///
/// Upstream: pkg/api/pod/warnings.go (warningsForPodSpecAndMeta), whose paths leave out which of
/// the sources it is.
final class TokenPathWarnings {
  private final Set<String> tokens = new HashSet<>();
  private final List<String> warnings = new ArrayList<>(0);

  private TokenPathWarnings() {}

  static List<String> of(Part spec) {
    TokenPathWarnings found = new TokenPathWarnings();
    for (Part volume : spec.items("volumes")) {
      volume
          .at("projected")
          .items("sources")
          .forEach(source ->
              source
                  .find("serviceAccountToken")
                  .ifPresent(token -> found.tokens.add(token.string("path"))));
    }
    for (Part volume : spec.items("volumes")) {
      FieldPath sources = volume.path().child("projected", "sources");
      volume.at("projected").items("sources").forEach(source -> found.source(source, sources));
    }
    return found.warnings;
  }

  private void source(Part source, FieldPath sources) {
    files(source.at("configMap"), sources.child("configMap"));
    files(source.at("secret"), sources.child("secrets"));
    files(source.at("downwardAPI"), sources.child("downwardAPI"));
    source
        .find("clusterTrustBundle")
        .ifPresent(bundle -> warn(bundle.string("path"), sources.child("ClusterTrustBundle")));
  }

  private void files(Part source, FieldPath path) {
    List<Part> items = source.items("items");
    for (int i = 0; i < items.size(); i++) {
      warn(items.get(i).string("path"), path.index(i));
    }
  }

  private void warn(String file, FieldPath path) {
    if (tokens.contains(file)) {
      warnings.add(path + ": has duplicated path with ServiceAccountToken " + GoText.quote(file));
    }
  }
}

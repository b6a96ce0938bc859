package dev.podium.resources.pods;

/// The parts of an image's name that defaulting looks at.
///
/// Upstream: pkg/util/parsers/parsers.go (ParseImageName).
record ImageReference(String repository, String tag, String digest) {
  static final String LATEST = "latest";

  /// Reads `registry:5000/name:tag@sha256:…`; the tag is `latest` where neither it nor a digest is
  /// given.
  static ImageReference parse(String image) {
    int at = image.indexOf('@');
    String digest = at < 0 ? "" : image.substring(at + 1);
    String named = at < 0 ? image : image.substring(0, at);
    int colon = named.lastIndexOf(':');
    boolean tagged = colon > named.lastIndexOf('/');
    String repository = tagged ? named.substring(0, colon) : named;
    String tag = tagged ? named.substring(colon + 1) : "";
    return new ImageReference(repository, tag.isEmpty() && digest.isEmpty() ? LATEST : tag, digest);
  }

  /// When an image is pulled unless the user says so: always where it may change under its name.
  String defaultPullPolicy() {
    return tag.equals(LATEST) ? "Always" : "IfNotPresent";
  }
}

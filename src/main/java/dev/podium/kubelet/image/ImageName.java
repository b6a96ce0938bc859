package dev.podium.kubelet.image;

import java.util.Optional;
import java.util.regex.Pattern;

/// The name of an image as a container runtime resolves it: `nginx` is
/// `docker.io/library/nginx:latest`.
///
/// Upstream: github.com/distribution/reference (ParseNormalizedNamed).
///
/// @param registry such as `docker.io`
/// @param repository within the registry, such as `library/nginx`
/// @param tag empty where a digest says which one
/// @param digest empty, or `sha256:…`
public record ImageName(String registry, String repository, String tag, String digest) {
  private static final Pattern COMPONENTS =
      Pattern.compile(
          "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
  private static final Pattern REGISTRY = Pattern.compile("[A-Za-z0-9.-]+(?::[0-9]+)?");
  private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
  private static final Pattern DIGEST = Pattern.compile("[A-Za-z0-9+._-]+:[0-9a-fA-F]{32,}");

  /// Reads a name; empty where it is none.
  public static Optional<ImageName> parse(String image) {
    int at = image.indexOf('@');
    String digest = at < 0 ? "" : image.substring(at + 1);
    String named = at < 0 ? image : image.substring(0, at);
    int colon = named.lastIndexOf(':');
    boolean tagged = colon > named.lastIndexOf('/');
    String path = tagged ? named.substring(0, colon) : named;
    String tag = tagged ? named.substring(colon + 1) : at < 0 ? "latest" : "";
    int slash = path.indexOf('/');
    String first = slash < 0 ? "" : path.substring(0, slash);
    boolean hosted = first.contains(".") || first.contains(":") || first.equals("localhost");
    String registry = hosted ? first : "docker.io";
    String repository = hosted ? path.substring(slash + 1) : path;
    if (registry.equals("docker.io") && !repository.contains("/")) {
      repository = "library/" + repository;
    }
    boolean valid =
        REGISTRY.matcher(registry).matches()
            && COMPONENTS.matcher(repository).matches()
            && (!tagged || TAG.matcher(tag).matches())
            && (at < 0 || DIGEST.matcher(digest).matches());
    return valid ? Optional.of(new ImageName(registry, repository, tag, digest)) : Optional.empty();
  }

  /// The name without tag and digest.
  public String path() {
    return registry + "/" + repository;
  }

  /// As people write it: without what goes without saying.
  public String familiar() {
    String library = "docker.io/library/";
    String path = path();
    if (path.startsWith(library)) {
      return path.substring(library.length());
    }
    return registry.equals("docker.io") ? repository : path;
  }

  @Override
  public String toString() {
    return path() + (tag.isEmpty() ? "" : ":" + tag) + (digest.isEmpty() ? "" : "@" + digest);
  }
}

package dev.podium.kubelet.image;

import dev.podium.object.JsonObject;
import dev.podium.object.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which images there are, what is in them, and which names lead nowhere; read from `images.yaml`.
///
/// The first entry that matches counts. A name that none matches is an image too: its container
/// runs quietly and listens where it says it does.
public final class ImageCatalog {
  private record Entry(Pattern path, Pattern tag, JsonObject facts) {
    boolean matches(ImageName name) {
      return path.matcher(name.familiar()).matches() && tag.matcher(name.tag()).matches();
    }
  }

  private final List<Entry> images;
  private final List<Entry> failures;

  private ImageCatalog(JsonObject data) {
    this.images = data.objects("images").stream().map(ImageCatalog::entry).toList();
    this.failures = data.objects("failures").stream().map(ImageCatalog::entry).toList();
  }

  /// The catalogue that comes with Podium.
  public static ImageCatalog builtIn() {
    try (InputStream in =
        ImageCatalog.class.getResourceAsStream("/dev/podium/kubelet/images.yaml")) {
      if (in == null) {
        throw new IllegalStateException("images.yaml is not there");
      }
      return new ImageCatalog(Yaml.parseObject(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry entry(JsonObject facts) {
    return new Entry(
        globs(facts.strings("match")),
        facts.has("tags") ? globs(facts.strings("tags")) : Pattern.compile(".*"),
        facts);
  }

  /// `*` stands for anything, slashes included.
  private static Pattern globs(List<String> globs) {
    return Pattern.compile(
        String.join(
            "|",
            globs.stream().map(glob -> Pattern.quote(glob).replace("*", "\\E.*\\Q")).toList()));
  }

  /// What is in an image.
  public Image image(ImageName name) {
    JsonObject facts =
        images.stream()
            .filter(entry -> entry.matches(name))
            .map(Entry::facts)
            .findFirst()
            .orElse(JsonObject.EMPTY);
    return new Image(
        facts.findString("program").orElse("server"),
        facts.strings("entrypoint"),
        facts.strings("arguments"),
        facts
            .findLong("size")
            .orElse(50_000_000 + Math.floorMod(name.path().hashCode(), 40_000_000)),
        facts.array("ports").stream().map(port -> ((Number) port).intValue()).toList(),
        facts.integer("user"),
        facts.bool("closed"),
        facts.strings("log"));
  }

  /// Why a pull of an image fails, in the runtime's words; empty where it does not.
  public Optional<String> pullFailure(ImageName name) {
    return failures.stream()
        .filter(entry -> entry.matches(name))
        .findFirst()
        .map(entry ->
            entry
                .facts()
                .string("message")
                .replace("${image}", name.toString())
                .replace("${registry}", name.registry())
                .replace("${repository}", name.repository())
                .replace("${tag}", name.tag().isEmpty() ? name.digest() : name.tag()));
  }

  /// The digest of an image: the same for the same name, and otherwise another.
  public static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What a status calls the image that a container runs.
  public static String imageId(ImageName name) {
    return name.path()
        + "@"
        + (name.digest().isEmpty() ? "sha256:" + digest(name.toString()) : name.digest());
  }
}

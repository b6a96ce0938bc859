package dev.podium.kubelet.image;

import dev.podium.object.JsonObject;
import dev.podium.object.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which images there are, what is in them, and which names lead nowhere; read from the data files
/// in `images`, from those of a user's, and from whatever else a user gives.
///
/// The first entry that matches counts, a user's before the built-in ones. A name that none matches
/// is an image too: its container runs quietly and listens where it says it does. Safe for use by
/// any thread; reads its files when it is first asked.
public final class ImageCatalog {
  private static final Logger LOG = System.getLogger(ImageCatalog.class.getName());
  private static final String FOLDER = "/dev/podium/kubelet/images/";

  private record Entry(Pattern path, Pattern tag, JsonObject facts) {
    boolean matches(ImageName name) {
      return path.matcher(name.familiar()).matches() && tag.matcher(name.tag()).matches();
    }
  }

  /// What all data files say together.
  private record Data(List<Entry> images, List<Entry> failures, Map<String, JsonObject> families) {}

  /// Asked for whenever the status of a pod is written.
  private static final Map<ImageName, String> IDS = new ConcurrentHashMap<>();

  private final Supplier<Stream<JsonObject>> own;
  private final Map<ImageName, Image> known = new ConcurrentHashMap<>();
  private final Map<String, FileTree> trees = new ConcurrentHashMap<>();
  private volatile Optional<Data> data = Optional.empty();
  private volatile List<Entry> added = List.of();

  private ImageCatalog(Supplier<Stream<JsonObject>> own) {
    this.own = own;
  }

  /// The catalogue that comes with Podium.
  public static ImageCatalog builtIn() {
    return new ImageCatalog(Stream::of);
  }

  /// With what a user's data files say besides.
  ///
  /// @param files their contents, in order; asked for when the catalogue is first looked at
  public static ImageCatalog with(Supplier<Stream<JsonObject>> files) {
    return new ImageCatalog(files);
  }

  /// Replaces what was added before; counts before everything else.
  ///
  /// @param files contents of data files with `images`
  public void add(List<JsonObject> files) {
    added = files.stream().flatMap(file -> entries(file, "images")).toList();
    known.clear();
  }

  private Data data() {
    return data.orElseGet(() -> {
      List<JsonObject> files = Stream.concat(own.get(), builtInFiles()).toList();
      Map<String, JsonObject> families = new ConcurrentHashMap<>();
      files.forEach(file ->
          file.object("families")
              .forEach((name, facts) -> families.putIfAbsent(name, (JsonObject) facts)));
      Data read =
          new Data(
              files.stream().flatMap(file -> entries(file, "images")).toList(),
              files.stream().flatMap(file -> entries(file, "failures")).toList(),
              families);
      data = Optional.of(read);
      return read;
    });
  }

  private static Stream<JsonObject> builtInFiles() {
    return read("index.yaml").strings("files").stream().map(ImageCatalog::read);
  }

  private static JsonObject read(String file) {
    try (InputStream in = ImageCatalog.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not there");
      }
      return Yaml.parseObject(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Entry> entries(JsonObject file, String list) {
    return file.objects(list).stream().map(ImageCatalog::entry);
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
    return known.computeIfAbsent(name, this::find);
  }

  private Image find(ImageName name) {
    JsonObject facts =
        Stream.concat(added.stream(), data().images().stream())
            .filter(entry -> entry.matches(name))
            .map(Entry::facts)
            .findFirst()
            .orElse(JsonObject.EMPTY);
    try {
      return ImageFacts.image(name, facts, this::family);
    } catch (IllegalArgumentException | ClassCastException e) {
      LOG.log(Level.WARNING, () -> "the description of " + name + " is wrong: " + e.getMessage());
      return ImageFacts.image(name, JsonObject.EMPTY, this::family);
    }
  }

  private FileTree family(String name) {
    FileTree before = trees.get(name);
    if (before != null) {
      return before;
    }
    JsonObject facts = data().families().getOrDefault(name, JsonObject.EMPTY);
    Optional<FileTree> base = facts.findString("base").map(this::family);
    FileTree made = ImageFacts.tree(facts, base);
    FileTree raced = trees.putIfAbsent(name, made);
    return raced == null ? made : raced;
  }

  /// Why a pull of an image fails, in the runtime's words; empty where it does not.
  public Optional<String> pullFailure(ImageName name) {
    if (added.stream().anyMatch(entry -> entry.matches(name))) {
      return Optional.empty();
    }
    return data().failures().stream()
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
    return IDS.computeIfAbsent(
        name,
        n ->
            n.path()
                + "@"
                + (n.digest().isEmpty() ? "sha256:" + digest(n.toString()) : n.digest()));
  }
}

package dev.podium.kubelet.image;

import dev.podium.kubelet.image.FileTree.Content;
import dev.podium.kubelet.image.FileTree.Entry;
import dev.podium.kubelet.image.FileTree.Executable;
import dev.podium.kubelet.image.FileTree.Folder;
import dev.podium.kubelet.image.FileTree.Link;
import dev.podium.object.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads what a data file says of an image or of a family of images.
final class ImageFacts {
  private static final int USUAL_SIZE = 50_000_000;
  private static final int SPREAD = 40_000_000;

  private ImageFacts() {}

  /// @param families finds the files that the image begins with
  static Image image(ImageName name, JsonObject facts, Function<String, FileTree> families) {
    String family = facts.findString("base").orElse("debian");
    List<String> entrypoint = new ArrayList<>(facts.strings("entrypoint"));
    List<String> arguments = facts.strings("arguments");
    if (entrypoint.isEmpty() && arguments.isEmpty()) {
      entrypoint.add("/entrypoint");
    }
    FileTree own = tree(facts, Optional.of(families.apply(family)));
    return new Image(
        name.familiar(),
        name.tag(),
        family,
        entrypoint,
        arguments,
        facts.findLong("size").orElse(USUAL_SIZE + Math.floorMod(name.path().hashCode(), SPREAD)),
        facts.array("ports").stream().map(port -> ((Number) port).intValue()).toList(),
        facts.integer("user"),
        facts.findLong("group").orElse(facts.integer("user")),
        facts.bool("closed"),
        facts.stringMap("env"),
        facts.findString("directory").orElse("/"),
        facts.findString("stopSignal").orElse("SIGTERM"),
        Duration.ofMillis(facts.findLong("startupMillis").orElse(50)),
        facts.strings("log"),
        facts.stringMap("settings"),
        withOwnCommands(facts, own, entrypoint, arguments));
  }

  /// What the image runs by itself is there, whether the data name it or not.
  private static FileTree withOwnCommands(
      JsonObject facts, FileTree tree, List<String> entrypoint, List<String> arguments) {
    Map<String, Entry> made = new LinkedHashMap<>();
    boolean wrapped = !entrypoint.isEmpty() && entrypoint.getFirst().contains("entrypoint.sh");
    String program = facts.findString("program").orElse(Image.SERVER);
    if (!entrypoint.isEmpty()) {
      add(made, tree, entrypoint.getFirst(), wrapped ? "entrypoint" : program);
    }
    if (!arguments.isEmpty() && (wrapped || entrypoint.isEmpty())) {
      add(made, tree, arguments.getFirst(), program);
    }
    return made.isEmpty() ? tree : new FileTree(Optional.of(tree), made);
  }

  private static void add(Map<String, Entry> made, FileTree tree, String command, String program) {
    boolean path = command.startsWith("/");
    // In many images /bin is a link.
    boolean there =
        path
            ? tree.has(command) || (command.matches("/s?bin/[^/]+") && tree.has("/usr" + command))
            : tree.hasCommand(command);
    if (!there) {
      made.put(path ? command : "/usr/local/bin/" + command, new Executable(program));
    }
  }

  /// @param facts with `folders`, `commands`, `programs`, `links` and `files`
  static FileTree tree(JsonObject facts, Optional<FileTree> base) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    facts.stringMap("folders").forEach((path, mode) -> entries.put(path, folder(mode)));
    facts.stringMap("links").forEach((path, target) -> entries.put(path, new Link(target)));
    facts
        .stringMap("commands")
        .forEach((folder, names) -> {
          for (String name : names.strip().split("\\s+")) {
            entries.put(folder + "/" + name, new Executable(name));
          }
        });
    facts
        .stringMap("programs")
        .forEach((path, program) -> entries.put(path, new Executable(program)));
    JsonObject files = facts.object("files");
    for (String path : files.keys()) {
      entries.put(path, content(files, path));
    }
    return new FileTree(base, entries);
  }

  /// `0755` or `0755 uid gid`.
  private static Folder folder(String text) {
    String[] words = text.strip().split("\\s+");
    return new Folder(
        Integer.parseInt(words[0], 8),
        words.length > 1 ? Long.parseLong(words[1]) : 0,
        words.length > 2 ? Long.parseLong(words[2]) : 0);
  }

  /// The text of a file, or an object with `text` and `mode`.
  private static Content content(JsonObject files, String path) {
    Optional<String> plain = files.findString(path);
    JsonObject described = files.object(path);
    String text = plain.orElse(described.string("text"));
    return new Content(
        text.getBytes(StandardCharsets.UTF_8),
        Integer.parseInt(described.findString("mode").orElse("0644"), 8),
        described.integer("uid"),
        described.integer("gid"));
  }
}

package dev.podium.kubelet.image;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Descriptions of images that a user gives: files of a folder, and ConfigMaps with a label.
public final class UserImages {
  private static final Logger LOG = System.getLogger(UserImages.class.getName());
  private static final String LABEL = "podium.dev/images";

  private UserImages() {}

  /// The files of a folder, in order of their names.
  ///
  /// @throws UncheckedIOException where it cannot be read
  public static Stream<JsonObject> folder(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList().stream()
          .flatMap(file -> parsed(file.toString(), read(file)).stream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static boolean isMarked(ApiObject configMap) {
    return configMap.labels().getOrDefault(LABEL, "").equals("true");
  }

  /// What ConfigMaps with the label say, each of their keys a file.
  public static List<JsonObject> of(List<ApiObject> configMaps) {
    List<JsonObject> files = new ArrayList<>();
    for (ApiObject map : configMaps) {
      if (isMarked(map)) {
        map.root()
            .stringMap("data")
            .forEach((key, text) ->
                parsed(
                        map.namespace() + "/" + map.name() + " " + key,
                        text.getBytes(StandardCharsets.UTF_8))
                    .ifPresent(files::add));
      }
    }
    return files;
  }

  /// What is no YAML is told of and left out.
  private static Optional<JsonObject> parsed(String where, byte[] text) {
    try {
      return Optional.of(Yaml.parseObject(text));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, () -> "images of " + where + " cannot be read: " + e.getMessage());
      return Optional.empty();
    }
  }
}

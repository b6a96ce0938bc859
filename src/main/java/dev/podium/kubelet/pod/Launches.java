package dev.podium.kubelet.pod;

import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.program.Launch;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a container is started with, from its spec and its image.
final class Launches {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$(\\$\\(\\w+\\)|\\(([-._A-Za-z0-9]+)\\))");

  private Launches() {}

  static Launch of(Sync sync, JsonObject container, Image image, Map<String, String> environment) {
    return new Launch(
        image,
        command(container, image, environment),
        environment,
        hostname(sync.pod()),
        container.objects("ports").stream()
            .map(port -> (int) port.integer("containerPort"))
            .toList(),
        container.bool("stdin"),
        memoryLimit(container),
        sync.now());
  }

  /// `command` takes the place of the image's entry point and its arguments, `args` of the latter.
  private static List<String> command(
      JsonObject container, Image image, Map<String, String> environment) {
    List<String> command = container.strings("command");
    List<String> args = container.strings("args");
    List<String> first = command.isEmpty() ? image.entrypoint() : command;
    List<String> rest = args.isEmpty() && command.isEmpty() ? image.arguments() : args;
    boolean own = command.isEmpty() && args.isEmpty();
    return own
        ? List.of()
        : new ArrayList<>(
            Stream.concat(first.stream(), rest.stream())
                .map(word -> expand(word, environment))
                .toList());
  }

  /// `$(NAME)` stands for a variable, `$$(NAME)` for itself.
  static String expand(String text, Map<String, String> environment) {
    return REFERENCE
        .matcher(text)
        .replaceAll(found -> {
          String name = found.group(2);
          String value =
              name == null ? found.group(1) : environment.getOrDefault(name, found.group());
          return Matcher.quoteReplacement(value);
        });
  }

  static String hostname(ApiObject pod) {
    String given = pod.spec().string("hostname");
    String name = given.isEmpty() ? pod.name() : given;
    return name.length() > 63 ? name.substring(0, 63) : name;
  }

  private static OptionalLong memoryLimit(JsonObject container) {
    return container
        .findString("resources", "limits", "memory")
        .map(text -> OptionalLong.of(Quantity.parse(text).value()))
        .orElse(OptionalLong.empty());
  }
}

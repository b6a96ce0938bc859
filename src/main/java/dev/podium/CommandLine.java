package dev.podium;

import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What `--help` and `--version` print; Spring is not started for it.
final class CommandLine {
  private static final int WIDTH = 96;

  private CommandLine() {}

  /// The text that answers these arguments, where they ask for some.
  static Optional<String> answer(String... args) {
    for (String arg : args) {
      switch (arg) {
        case "--help", "-h", "help" -> {
          return Optional.of(help());
        }
        case "--version", "-V", "version" -> {
          return Optional.of(version());
        }
        default -> {}
      }
    }
    return Optional.empty();
  }

  static String version() {
    return "Podium " + Build.version() + ", Kubernetes v" + Build.kubernetesVersion();
  }

  private static String help() {
    StringBuilder text = new StringBuilder(version());
    text.append(
        """
        : a Kubernetes cluster in one process, for kubectl and for tests.

        Usage: java -jar podium.jar [--PROPERTY=VALUE]...

        Each property is also an environment variable. Lists are comma-separated.

        """);
    describe(PodiumProperties.class, "podium", text);
    return text.append(
            """
              --help                                this text
              --version                             the version, and that of Kubernetes
            """)
        .toString()
        .stripTrailing();
  }

  private static void describe(Class<?> properties, String prefix, StringBuilder text) {
    for (RecordComponent component : properties.getRecordComponents()) {
      String name = prefix + "." + dashed(component.getName());
      Option option = component.getAnnotation(Option.class);
      if (option == null) {
        describe(component.getType(), name, text);
        continue;
      }
      String standard =
          option.otherwise().isEmpty() ? standard(properties, component) : option.otherwise();
      text.append("  --%s=%s%n".formatted(name, standard.isEmpty() ? "" : standard));
      text.append("      %s%n".formatted(environmentVariable(name)));
      text.append(wrapped(option.value(), "      "));
    }
  }

  /// `@DefaultValue` may not stand on a record component, so it is read off the constructor.
  private static String standard(Class<?> properties, RecordComponent component) {
    for (var parameter : properties.getDeclaredConstructors()[0].getParameters()) {
      DefaultValue standard = parameter.getAnnotation(DefaultValue.class);
      if (parameter.getName().equals(component.getName()) && standard != null) {
        return String.join(",", standard.value());
      }
    }
    return "";
  }

  private static String wrapped(String words, String indent) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder(indent);
    for (String word : words.split(" ")) {
      if (line.length() + word.length() > WIDTH) {
        text.append(line.toString().stripTrailing()).append('\n');
        line = new StringBuilder(indent);
      }
      line.append(word).append(' ');
    }
    return text.append(line.toString().stripTrailing()).append('\n').toString();
  }

  private static String dashed(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static String environmentVariable(String property) {
    return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}

package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Commands that tell what others are called with, and where they are found.
final class EnvironmentCommands {
  private EnvironmentCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("env", EnvironmentCommands::env);
    tools.put("printenv", EnvironmentCommands::printenv);
    tools.put("which", EnvironmentCommands::which);
  }

  private static int env(Cli cli) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(cli.arguments());
    Map<String, String> environment = new TreeMap<>(cli.environment());
    while (!words.isEmpty()) {
      String word = words.getFirst();
      if (word.equals("-i") || word.equals("-") || word.equals("--ignore-environment")) {
        environment.clear();
      } else if (word.equals("-u") && words.size() > 1) {
        words.removeFirst();
        environment.remove(words.getFirst());
      } else if (word.startsWith("-u")) {
        environment.remove(word.substring(2));
      } else if (word.indexOf('=') > 0) {
        environment.put(
            word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
      } else if (!word.startsWith("-")) {
        break;
      }
      words.removeFirst();
    }
    if (words.isEmpty()) {
      for (Map.Entry<String, String> entry : inOrder(cli, environment)) {
        cli.println(entry.getKey() + "=" + entry.getValue());
      }
      return 0;
    }
    return Running.replace(cli, words, environment);
  }

  private static List<Map.Entry<String, String>> inOrder(Cli cli, Map<String, String> environment) {
    return List.copyOf(environment.entrySet());
  }

  private static int printenv(Cli cli) throws IOException {
    if (cli.arguments().isEmpty()) {
      for (Map.Entry<String, String> entry : inOrder(cli, cli.environment())) {
        cli.println(entry.getKey() + "=" + entry.getValue());
      }
    }
    int status = 0;
    for (String name : cli.arguments()) {
      Optional<String> value = Optional.ofNullable(cli.environment().get(name));
      if (value.isEmpty()) {
        status = 1;
      } else {
        cli.println(value.get());
      }
    }
    return status;
  }

  private static int which(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "as");
    int status = 0;
    for (String name : opts.operands()) {
      List<String> found = new ArrayList<>();
      if (name.contains("/")) {
        if (executable(cli, name)) {
          found.add(name);
        }
      } else {
        for (String directory : cli.variable("PATH", Running.PATH).split(":")) {
          if (executable(cli, directory + "/" + name)) {
            found.add(directory + "/" + name);
          }
        }
      }
      if (found.isEmpty()) {
        status = 1;
      }
      for (String path : opts.has('a') || found.isEmpty() ? found : found.subList(0, 1)) {
        cli.println(path);
      }
    }
    return status;
  }

  static boolean executable(Cli cli, String path) {
    try {
      var stat = cli.files().stat(path);
      return stat.type() == dev.podium.kubelet.process.FileSystem.Type.FILE
          && (stat.mode() & 0111) != 0;
    } catch (Errno _) {
      return false;
    }
  }
}

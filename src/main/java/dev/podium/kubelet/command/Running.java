package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.Process;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs other commands for those that do.
final class Running {
  static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private Running() {}

  static Process.Inheritance inheritance(Cli cli, Map<String, String> environment) {
    return new Process.Inheritance(
        environment, cli.self().directory(), cli.in(), cli.self().stdout(), cli.err());
  }

  /// Becomes another command.
  static int replace(Cli cli, List<String> words, Map<String, String> environment)
      throws IOException, InterruptedException {
    cli.flush();
    try {
      return cli.self().exec(words, inheritance(cli, environment));
    } catch (Errno e) {
      return failed(cli, words.getFirst(), e);
    }
  }

  static int failed(Cli cli, String command, Errno e) throws IOException {
    cli.warn(
        cli.busybox()
            ? "can't execute '" + command + "': " + Cli.reason(e)
            : (cli.name().equals("env")
                    ? "'" + command + "'"
                    : "failed to run command '" + command + "'")
                + ": "
                + Cli.reason(e));
    return e.code() == Errno.Code.ENOENT ? 127 : 126;
  }

  static Process.Child start(Cli cli, List<String> words) throws IOException, InterruptedException {
    cli.flush();
    return cli.self().spawn(words, inheritance(cli, cli.environment()));
  }

  /// Runs a command and waits for it.
  static int run(Cli cli, List<String> words) throws IOException, InterruptedException {
    try {
      return start(cli, words).waitFor();
    } catch (Errno e) {
      return failed(cli, words.getFirst(), e);
    }
  }

  static List<String> with(List<String> words, List<String> more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(more);
    return all;
  }
}

package dev.podium.kubelet.program;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The commands that simulated shells know by name.
final class Commands {
  private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash", "zsh");
  private static final Set<String> KNOWN =
      Set.of(
          "sleep",
          "true",
          "false",
          "echo",
          "printf",
          "date",
          "cat",
          "tail",
          "seq",
          "exit",
          "env",
          "printenv",
          "hostname",
          "whoami",
          "id",
          "pwd",
          "ls",
          "mkdir",
          "touch",
          "rm",
          "cp",
          "mv",
          "chmod",
          "chown",
          "ln",
          "test",
          "[",
          ":",
          "cd",
          "export",
          "set",
          "unset",
          "trap",
          "wait",
          "exec",
          "kill",
          "ps",
          "grep",
          "sed",
          "awk",
          "head",
          "wc",
          "sort",
          "tr",
          "cut",
          "uname",
          "wget",
          "curl",
          "nslookup",
          "ping",
          "nc",
          "dd",
          "yes",
          "find",
          "sync",
          "uptime",
          "df",
          "du",
          "mount",
          "expr",
          "let",
          "read",
          "shift",
          "return",
          "local",
          "apt-get",
          "apt",
          "apk",
          "yum",
          "pip",
          "npm",
          "stress",
          "stress-ng",
          "perl",
          "python",
          "python3",
          "node",
          "ruby",
          "java",
          "go",
          "php",
          "redis-cli",
          "pg_isready",
          "mysqladmin",
          "psql",
          "tee",
          "xargs",
          "basename",
          "dirname",
          "md5sum",
          "sha256sum",
          "base64",
          "timeout",
          "watch",
          "top",
          "free",
          "vi",
          "su",
          "install",
          "sleepinf",
          "ip",
          "ifconfig",
          "netstat",
          "telnet",
          "dig",
          "host",
          "nginx",
          "httpd",
          "usleep",
          "stat",
          "readlink",
          "realpath",
          "mktemp",
          "nproc",
          "arch");

  private Commands() {}

  static Set<String> all() {
    return java.util.stream.Stream.of(SHELLS, KNOWN)
        .flatMap(Set::stream)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  static boolean isShell(String name) {
    return SHELLS.contains(name);
  }

  static boolean isKnown(String name) {
    return KNOWN.contains(name);
  }

  /// How long `sleep` sleeps: `9`, `0.5`, `1m`, `1d`; empty for ever.
  ///
  /// @throws NumberFormatException where the text says no time
  static Optional<Duration> sleep(String text) {
    if (text.startsWith("inf")) {
      return Optional.empty();
    }
    long unit =
        switch (text.charAt(text.length() - 1)) {
          case 'm' -> 60_000;
          case 'h' -> 3_600_000;
          case 'd' -> 86_400_000;
          default -> 1000;
        };
    String number =
        Character.isLetter(text.charAt(text.length() - 1))
            ? text.substring(0, text.length() - 1)
            : text;
    return Optional.of(Duration.ofMillis((long) (Double.parseDouble(number) * unit)));
  }
}

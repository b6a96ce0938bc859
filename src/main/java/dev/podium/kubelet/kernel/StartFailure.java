package dev.podium.kubelet.kernel;

import dev.podium.kubelet.process.Errno;

/// A command could not be started, in the words of the runtime: `exec: "x": …`.
public final class StartFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  private StartFailure(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  static StartFailure of(String command, Errno e) {
    String why =
        switch (e.code()) {
          case ENOENT ->
              command.contains("/")
                  ? "stat " + command + ": no such file or directory"
                  : "executable file not found in $PATH";
          case EACCES -> "permission denied";
          case EISDIR -> "is a directory";
          default -> e.code().text().toLowerCase(java.util.Locale.ROOT);
        };
    return new StartFailure(
        "exec: \"%s\": %s".formatted(command, why), e.code() == Errno.Code.ENOENT ? 127 : 126);
  }

  /// What a shell would give for it: 126 or 127.
  public int exitCode() {
    return exitCode;
  }
}

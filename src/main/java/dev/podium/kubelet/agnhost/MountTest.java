package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.FileSystem.Open;
import dev.podium.kubelet.process.FileSystem.Stat;
import dev.podium.kubelet.process.FileSystem.Type;
import dev.podium.kubelet.server.Daemon;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;

/// `agnhost mounttest`: makes files and tells of those that it is asked about, in an order of its
/// own (upstream's mt.go).
final class MountTest {
  private static final String CONTENT = "mount-tester new file\n";
  private static final Duration STEP = Duration.ofSeconds(2);

  private final Daemon daemon;
  private boolean failed;

  MountTest(Daemon daemon) {
    this.daemon = daemon;
  }

  /// What is done with a path.
  private interface Step {
    void take(String path) throws IOException;
  }

  int run() throws InterruptedException {
    daemon.self().umask(0);
    step("fs_type", "error from statfs(\"%s\"): %s", this::fileSystem);
    for (String mode : new String[] {"0644", "0666", "0660", "0777"}) {
      step(
          "new_file_" + mode,
          "error writing new file \"%s\": %s",
          path -> create(path, Integer.parseInt(mode, 8)));
    }
    step("file_mode", "error from Stat(\"%s\"): %s", path -> mode("mode", path));
    step("file_perm", "error from Stat(\"%s\"): %s", path -> mode("perms", path));
    step("file_owner", "error from stat(\"%s\"): %s", this::owner);
    step("file_content", "error reading file content for \"%s\": %s", this::content);
    contentInLoop(daemon.option("file_content_in_loop").orElse(""));
    return failed ? 1 : 0;
  }

  private void step(String option, String complaint, Step step) {
    String path = daemon.option(option).orElse("");
    if (path.isEmpty()) {
      return;
    }
    try {
      step.take(path);
    } catch (IOException e) {
      failed = true;
      daemon.out(
          complaint.formatted(
              path,
              reason(
                  complaint.contains("stat") || complaint.contains("Stat") ? "stat" : "open",
                  path,
                  e)));
    }
  }

  private static String reason(String call, String path, IOException e) {
    return call + " " + path + ": " + String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
  }

  private FileSystem files() {
    return daemon.self().files();
  }

  private void fileSystem(String path) throws IOException {
    files().stat(path);
    String type =
        files().mounts().stream()
            .filter(mount ->
                mount.mountPoint().equals("/")
                    || path.equals(mount.mountPoint())
                    || path.startsWith(mount.mountPoint() + "/"))
            .max(Comparator.comparingInt(mount -> mount.mountPoint().length()))
            .map(FileSystem.Mount::type)
            .orElse("overlay");
    daemon.out(
        "mount type of \"%s\": %s"
            .formatted(
                path,
                switch (type) {
                  case "overlay" -> "2035054128";
                  case "ext4" -> "61267";
                  case "xfs" -> "1481003842";
                  default -> type;
                }));
  }

  private void mode(String what, String path) throws IOException {
    Stat stat = files().stat(path);
    boolean whole = what.equals("mode");
    daemon.out("%s of file \"%s\": %s".formatted(what, path, goMode(stat, whole)));
  }

  /// As Go's FileMode prints it.
  ///
  /// @param whole whether with its type and special bits
  private static String goMode(Stat stat, boolean whole) {
    StringBuilder text = new StringBuilder();
    if (whole) {
      text.append(stat.type() == Type.DIRECTORY ? "d" : "")
          .append((stat.mode() & 04000) != 0 ? "u" : "")
          .append((stat.mode() & 02000) != 0 ? "g" : "")
          .append((stat.mode() & 01000) != 0 ? "t" : "");
    }
    if (text.isEmpty()) {
      text.append('-');
    }
    for (int bit = 8; bit >= 0; bit--) {
      text.append((stat.mode() >> bit & 1) == 1 ? "rwx".charAt((8 - bit) % 3) : '-');
    }
    return text.toString();
  }

  private void owner(String path) throws IOException {
    Stat stat = files().stat(path);
    daemon.out("owner UID of \"%s\": %d".formatted(path, stat.uid()));
    daemon.out("owner GID of \"%s\": %d".formatted(path, stat.gid()));
  }

  private void content(String path) throws IOException {
    daemon.out("content of file \"%s\": %s".formatted(path, text(path)));
  }

  private String text(String path) throws IOException {
    return new String(files().bytes(path), StandardCharsets.UTF_8);
  }

  private void contentInLoop(String path) throws InterruptedException {
    if (path.isEmpty()) {
      return;
    }
    Instant end = daemon.now().plusSeconds(daemon.portOption("retry_time", 180));
    boolean breaks = daemon.flag("break_on_expected_content", true);
    while (daemon.now().isBefore(end)) {
      try {
        content(path);
        failed = false;
        if (breaks && text(path).equals(CONTENT)) {
          return;
        }
        if (breaks) {
          daemon.out("Unexpected content. Expected: " + CONTENT + ". Retrying");
        }
      } catch (IOException e) {
        failed = true;
        daemon.out("Error reading file %s: %s, retrying".formatted(path, reason("open", path, e)));
      }
      daemon.self().sleep(STEP);
    }
  }

  private void create(String path, int mode) throws IOException {
    boolean made = !files().exists(path);
    try (OutputStream out = files().write(path, Open.TRUNCATE, mode)) {
      out.write(CONTENT.getBytes(StandardCharsets.UTF_8));
    }
    if (made) {
      files().changeMode(path, mode);
    }
    content(path);
  }
}

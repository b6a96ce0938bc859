package dev.podium.kubelet.server;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.FileSystem.Open;
import dev.podium.kubelet.process.FileSystem.Stat;
import dev.podium.kubelet.process.FileSystem.Type;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;

/// `agnhost mounttest`: tells of the files that it is asked about (upstream's
/// test/images/agnhost/mounttest).
record MountTest(Daemon daemon) {
  private static final Duration STEP = Duration.ofSeconds(1);

  int run() throws IOException, InterruptedException {
    for (String word : daemon.words()) {
      int equals = word.indexOf('=');
      if (word.startsWith("--") && equals > 0) {
        option(word.substring(2, equals), word.substring(equals + 1));
      }
    }
    return 0;
  }

  private FileSystem files() {
    return daemon.self().files();
  }

  private void option(String name, String path) throws IOException, InterruptedException {
    switch (name) {
      case "fs_type" -> fsType(path);
      case "file_mode" -> mode("mode of file", path);
      case "file_perm" -> mode("perms of file", path);
      case "file_owner" -> owner(path);
      case "file_content" -> content(path);
      case "file_content_in_loop" -> contentInLoop(path);
      case "new_file_0644" -> create(path, 0644);
      case "new_file_0666" -> create(path, 0666);
      case "new_file_0660" -> create(path, 0660);
      case "new_file_0777" -> create(path, 0777);
      default -> {}
    }
  }

  private void fsType(String path) {
    String type =
        files().mounts().stream()
            .filter(mount ->
                path.equals(mount.mountPoint()) || path.startsWith(mount.mountPoint() + "/"))
            .max(Comparator.comparingInt(mount -> mount.mountPoint().length()))
            .map(FileSystem.Mount::type)
            .orElse("overlay");
    daemon.out("mount type of \"" + path + "\": " + type);
  }

  private void mode(String what, String path) throws Errno {
    daemon.out("%s \"%s\": %s".formatted(what, path, mode(files().linkStat(path))));
  }

  /// As Go's FileMode prints it.
  private static String mode(Stat stat) {
    StringBuilder text =
        new StringBuilder(
            stat.type() == Type.DIRECTORY ? "d" : stat.type() == Type.SYMLINK ? "L" : "");
    if ((stat.mode() & 01000) != 0) {
      text.append('t');
    }
    if ((stat.mode() & 02000) != 0) {
      text.append('g');
    }
    if (text.isEmpty()) {
      text.append('-');
    }
    for (int bit = 8; bit >= 0; bit--) {
      text.append((stat.mode() >> bit & 1) == 1 ? "rwx".charAt((8 - bit) % 3) : '-');
    }
    return text.toString();
  }

  private void owner(String path) throws Errno {
    Stat stat = files().stat(path);
    daemon.out("owner UID of \"%s\": %d".formatted(path, stat.uid()));
    daemon.out("owner GID of \"%s\": %d".formatted(path, stat.gid()));
  }

  private void content(String path) {
    try {
      String text = new String(files().bytes(path), StandardCharsets.UTF_8);
      daemon.out("content of file \"%s\": %s".formatted(path, text));
    } catch (IOException e) {
      daemon.out(
          "error reading file content for \"%s\": open %s: %s"
              .formatted(path, path, String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT)));
    }
  }

  private void contentInLoop(String path) throws InterruptedException {
    int seconds = daemon.portOption("retry_time", 180);
    for (int i = 0; i < seconds; i++) {
      content(path);
      daemon.self().sleep(STEP);
    }
  }

  private void create(String path, int mode) throws IOException {
    try (OutputStream out = files().write(path, Open.TRUNCATE, mode)) {
      out.write("mount-tester new file\n".getBytes(StandardCharsets.UTF_8));
    }
    files().changeMode(path, mode);
  }
}

package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem.Type;

/// Where files are, and whether.
final class Paths {
  private Paths() {}

  static String join(String directory, String name) {
    return directory.endsWith("/") ? directory + name : directory + "/" + name;
  }

  static boolean isDirectory(Cli cli, String path) {
    try {
      return cli.files().stat(path).type() == Type.DIRECTORY;
    } catch (Errno _) {
      return false;
    }
  }

  static boolean present(Cli cli, String path) {
    try {
      cli.files().linkStat(path);
      return true;
    } catch (Errno _) {
      return false;
    }
  }
}

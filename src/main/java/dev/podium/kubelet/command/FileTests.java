package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem.Stat;
import dev.podium.kubelet.process.FileSystem.Type;
import dev.podium.kubelet.process.Process;
import java.util.Optional;

/// What `test` can say of files and numbers.
public final class FileTests {
  private FileTests() {}

  private static Optional<Stat> stat(String path, Process process, boolean link) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(link ? process.files().linkStat(path) : process.files().stat(path));
    } catch (Errno _) {
      return Optional.empty();
    }
  }

  public static boolean unary(String operator, String operand, Process process) {
    if (operator.equals("-t")) {
      return process.terminal().isPresent();
    }
    boolean link = operator.equals("-L") || operator.equals("-h");
    Optional<Stat> found = stat(operand, process, link);
    if (found.isEmpty()) {
      return false;
    }
    Stat stat = found.get();
    return switch (operator) {
      case "-e", "-a" -> true;
      case "-f" -> stat.type() == Type.FILE;
      case "-d" -> stat.type() == Type.DIRECTORY;
      case "-L", "-h" -> stat.type() == Type.SYMLINK;
      case "-c" -> stat.type() == Type.CHARACTER_DEVICE;
      case "-p" -> stat.type() == Type.FIFO;
      case "-s" -> stat.size() > 0;
      case "-r" -> may(stat, 4, process);
      case "-w" -> may(stat, 2, process);
      case "-x" -> may(stat, 1, process);
      case "-O" -> stat.uid() == process.uid();
      case "-G" -> stat.gid() == process.gid();
      case "-u" -> (stat.mode() & 04000) != 0;
      case "-g" -> (stat.mode() & 02000) != 0;
      case "-k" -> (stat.mode() & 01000) != 0;
      default -> false;
    };
  }

  /// @param bit 4 to read, 2 to write, 1 to execute
  static boolean may(Stat stat, int bit, Process process) {
    if (process.uid() == 0) {
      return bit != 1 || stat.type() == Type.DIRECTORY || (stat.mode() & 0111) != 0;
    }
    int shift = stat.uid() == process.uid() ? 6 : stat.gid() == process.gid() ? 3 : 0;
    return (stat.mode() >> shift & bit) != 0;
  }

  public static boolean binary(String left, String operator, String right, Process process) {
    Optional<Stat> a = stat(left, process, false);
    Optional<Stat> b = stat(right, process, false);
    return switch (operator) {
      case "-nt" ->
          a.isPresent() && (b.isEmpty() || a.get().modified().isAfter(b.get().modified()));
      case "-ot" ->
          b.isPresent() && (a.isEmpty() || a.get().modified().isBefore(b.get().modified()));
      default -> a.isPresent() && b.isPresent() && a.get().inode() == b.get().inode();
    };
  }

  public static boolean compare(long left, String operator, long right) {
    return switch (operator) {
      case "-eq" -> left == right;
      case "-ne" -> left != right;
      case "-lt" -> left < right;
      case "-le" -> left <= right;
      case "-gt" -> left > right;
      case "-ge" -> left >= right;
      default -> false;
    };
  }
}

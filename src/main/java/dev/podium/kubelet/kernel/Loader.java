package dev.podium.kubelet.kernel;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.FileSystem.Stat;
import dev.podium.kubelet.process.FileSystem.Type;
import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Program;
import dev.podium.kubelet.process.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds what a command runs: an executable of the container's file system, or the interpreter of a
/// script.
final class Loader {
  static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final int MOST_INTERPRETERS = 4;
  private static final int HEADER = 256;

  private final Programs programs;
  private final FileSystem files;
  private final Process who;

  /// @param arguments what the program is called with
  record Loaded(Program program, List<String> arguments) {}

  Loader(Programs programs, FileSystem files, Process who) {
    this.programs = programs;
    this.files = files;
    this.who = who;
  }

  Loaded load(List<String> command, Map<String, String> environment) throws Errno {
    if (command.isEmpty() || command.getFirst().isEmpty()) {
      throw new Errno(Errno.Code.ENOENT);
    }
    String path = find(command.getFirst(), environment.getOrDefault("PATH", PATH));
    return load(path, command, 0);
  }

  private Loaded load(String path, List<String> command, int depth) throws Errno {
    byte[] header = header(path);
    Optional<String> program = Programs.program(header);
    if (program.isPresent()) {
      return new Loaded(programs.get(program.get()), command);
    }
    String text = new String(header, StandardCharsets.UTF_8);
    if (!text.startsWith("#!") || depth == MOST_INTERPRETERS) {
      throw new Errno(depth == MOST_INTERPRETERS ? Errno.Code.ELOOP : Errno.Code.ENOEXEC);
    }
    String line = text.substring(2).split("\n", 2)[0].strip();
    String[] interpreter = line.split("[ \t]+", 2);
    List<String> words = new ArrayList<>(List.of(interpreter));
    words.add(path);
    words.addAll(command.subList(1, command.size()));
    requireExecutable(interpreter[0]);
    return load(interpreter[0], words, depth + 1);
  }

  private byte[] header(String path) throws Errno {
    try (InputStream in = files.read(path)) {
      return in.readNBytes(HEADER);
    } catch (Errno e) {
      throw e;
    } catch (IOException _) {
      throw new Errno(Errno.Code.EIO);
    }
  }

  private String find(String name, String search) throws Errno {
    if (name.contains("/")) {
      requireExecutable(name);
      return name;
    }
    Errno failure = new Errno(Errno.Code.ENOENT);
    for (String directory : search.split(":")) {
      String path = (directory.isEmpty() ? "." : directory) + "/" + name;
      try {
        requireExecutable(path);
        return path;
      } catch (Errno e) {
        if (e.code() == Errno.Code.EACCES) {
          failure = e;
        }
      }
    }
    throw failure;
  }

  private void requireExecutable(String path) throws Errno {
    Stat stat = files.stat(path);
    int any = 0111;
    int mine =
        who.uid() == stat.uid()
            ? 0100
            : who.gid() == stat.gid() || who.groups().contains(stat.gid()) ? 0010 : 0001;
    if (stat.type() != Type.FILE || (stat.mode() & (who.uid() == 0 ? any : mine)) == 0) {
      throw new Errno(Errno.Code.EACCES);
    }
  }
}

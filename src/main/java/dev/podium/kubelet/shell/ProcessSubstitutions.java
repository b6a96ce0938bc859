package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.FileSystem.Open;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Pipes with a name, at the other end of which commands read or write: `<(…)` and `>(…)`. Each is
/// there until the command has ended that it was substituted into.
final class ProcessSubstitutions {
  private final Shell shell;
  private final List<String> paths = new ArrayList<>();

  ProcessSubstitutions(Shell shell) {
    this.shell = shell;
  }

  /// @param reads whether the commands read what is written to it
  /// @return the path of the pipe
  String open(Node body, boolean reads) throws InterruptedException {
    String path = "/tmp/sh-np." + Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, 36);
    try {
      shell.process().files().makePipe(path, 0600);
    } catch (Errno e) {
      throw new ShellError("cannot make pipe for process substitution: " + e.code().text(), 1);
    }
    shell.fork(
        shell.descriptors().share(),
        Optional.empty(),
        subshell -> run(subshell, path, reads, body));
    paths.add(path);
    return path;
  }

  private static int run(Shell subshell, String path, boolean reads, Node body)
      throws InterruptedException, IOException {
    FileSystem files = subshell.process().files();
    Descriptor pipe;
    try {
      pipe =
          reads
              ? Descriptor.reading(files.read(path))
              : Descriptor.writing(files.write(path, Open.APPEND, 0600));
    } catch (Errno _) {
      // Nobody wanted it.
      return 0;
    }
    subshell.descriptors().put(reads ? 0 : 1, pipe);
    return subshell.interpreter().run(body, true);
  }

  int count() {
    return paths.size();
  }

  /// The command that the later ones were substituted into has ended.
  ///
  /// @param kept how many there were before it
  void forget(int kept) {
    while (paths.size() > kept) {
      try {
        shell.process().files().remove(paths.removeLast());
      } catch (Errno _) {
        // Somebody else has removed it.
      }
    }
  }
}

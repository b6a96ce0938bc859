package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/// `cat`
final class CatCommand {
  private CatCommand() {}

  /// Says why a file could not be read, as `cat` words it.
  static int unreadable(Cli cli, String path, IOException e) throws IOException {
    String reason = Cli.reason(e);
    cli.warn(
        cli.busybox() && !reason.startsWith("Is a")
            ? "can't open '" + path + "': " + reason
            : cli.busybox() ? "read error: " + reason : path + ": " + reason);
    return 1;
  }

  static void copy(Cli cli, InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      cli.self().checkpoint();
    }
  }

  static int run(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(
            cli,
            "nbsAeEtTvuRFX",
            "number=n",
            "show-all=A",
            "show-ends=E",
            "squeeze-blank=s",
            "number-nonblank=b",
            "show-tabs=T");
    boolean plain =
        !opts.has('n')
            && !opts.has('b')
            && !opts.has('A')
            && !opts.has('E')
            && !opts.has('e')
            && !opts.has('s')
            && !opts.has('T');
    int status = 0;
    int[] number = {0};
    for (String path : opts.inputs()) {
      try (InputStream in = cli.open(path)) {
        if (plain) {
          copy(cli, in, cli.rawOut());
        } else {
          marked(cli, in, opts, number);
        }
      } catch (Errno e) {
        if (e.code() == Errno.Code.EPIPE) {
          throw e;
        }
        status = unreadable(cli, path, e);
      }
    }
    return status;
  }

  private static void marked(Cli cli, InputStream in, Opts opts, int[] number)
      throws IOException, InterruptedException {
    Lines lines = new Lines(cli, in);
    boolean wasEmpty = false;
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      String text = line.get();
      if (opts.has('s') && wasEmpty && text.isEmpty()) {
        continue;
      }
      wasEmpty = text.isEmpty();
      if (opts.has('A') || opts.has('T') || opts.has('t')) {
        text = text.replace("\t", "^I");
      }
      if (opts.has('A') || opts.has('v') || opts.has('e')) {
        text = text.replace("\r", "^M").replace("\033", "^[");
      }
      String end = opts.has('A') || opts.has('E') || opts.has('e') ? "$" : "";
      boolean counts = opts.has('b') ? !text.isEmpty() : opts.has('n');
      String prefix = counts ? String.format("%6d\t", ++number[0]) : "";
      cli.print(prefix + text + (lines.ended() ? end + "\n" : ""));
    }
  }
}

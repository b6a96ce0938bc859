package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// `md5sum`, `sha256sum` and their like.
final class ChecksumCommand {
  private ChecksumCommand() {}

  static int run(Cli cli, String algorithm) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "cbtswz", "check=c", "quiet=s", "status=s", "tag=t");
    int status = 0;
    for (String path : opts.inputs()) {
      if (opts.has('c')) {
        for (String line : LineCommands.all(cli, path)) {
          String[] parts = line.split(" [ *]", 2);
          boolean same = parts.length == 2 && digest(cli, algorithm, parts[1]).equals(parts[0]);
          cli.println((parts.length == 2 ? parts[1] : line) + ": " + (same ? "OK" : "FAILED"));
          status |= same ? 0 : 1;
        }
        continue;
      }
      try {
        cli.println(digest(cli, algorithm, path) + "  " + path);
      } catch (Errno e) {
        status =
            cli.fail(
                cli.busybox()
                    ? "can't open '" + path + "': " + Cli.reason(e)
                    : path + ": " + Cli.reason(e));
      }
    }
    return status;
  }

  private static String digest(Cli cli, String algorithm, String path) throws IOException {
    try (InputStream in = cli.open(path)) {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

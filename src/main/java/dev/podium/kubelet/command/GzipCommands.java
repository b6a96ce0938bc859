package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// `gzip`, `gunzip` and `zcat`.
final class GzipCommands {
  private GzipCommands() {}

  static int gzip(Cli cli, boolean expands) throws IOException {
    Opts opts =
        Opts.parse(
            cli,
            "cdfkqv123456789nN",
            "stdout=c",
            "decompress=d",
            "force=f",
            "keep=k",
            "best=9",
            "fast=1");
    boolean decompress = expands || opts.has('d');
    int status = 0;
    for (String path : opts.inputs()) {
      try {
        boolean pipe = path.equals("-");
        if (!pipe && decompress && !path.endsWith(".gz")) {
          status = cli.fail(path + ": unknown suffix -- ignored");
          continue;
        }
        byte[] result = decompress ? expanded(cli.open(path)) : compressed(cli.open(path));
        if (pipe || opts.has('c')) {
          cli.write(result);
          continue;
        }
        String target = decompress ? path.substring(0, path.length() - 3) : path + ".gz";
        try (OutputStream out = cli.files().write(target, FileSystem.Open.TRUNCATE, 0666)) {
          out.write(result);
        }
        if (!opts.has('k')) {
          cli.files().remove(path);
        }
      } catch (Errno e) {
        status = cli.fail(path + ": " + Cli.reason(e));
      } catch (java.util.zip.ZipException e) {
        status =
            cli.fail(
                path.equals("-") ? "stdin: not in gzip format" : path + ": not in gzip format");
      }
    }
    return status;
  }

  static byte[] compressed(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (in;
        GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      in.transferTo(gzip);
    }
    return out.toByteArray();
  }

  private static byte[] expanded(InputStream in) throws IOException {
    try (GZIPInputStream gzip = new GZIPInputStream(in)) {
      return gzip.readNBytes(256 << 20);
    }
  }

  static int zcat(Cli cli) throws IOException {
    for (String path : Opts.parse(cli, "f").inputs()) {
      try {
        cli.write(expanded(cli.open(path)));
      } catch (Errno e) {
        return cli.fail(path + ": " + Cli.reason(e));
      }
    }
    return 0;
  }
}

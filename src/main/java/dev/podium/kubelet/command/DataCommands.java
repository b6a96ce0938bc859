package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Commands that encode, sum up and show bytes.
final class DataCommands {
  private DataCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("md5sum", cli -> sum(cli, "MD5"));
    tools.put("sha1sum", cli -> sum(cli, "SHA-1"));
    tools.put("sha224sum", cli -> sum(cli, "SHA-224"));
    tools.put("sha256sum", cli -> sum(cli, "SHA-256"));
    tools.put("sha384sum", cli -> sum(cli, "SHA-384"));
    tools.put("sha512sum", cli -> sum(cli, "SHA-512"));
    tools.put("base64", DataCommands::base64);
    tools.put("gzip", cli -> gzip(cli, false));
    tools.put("gunzip", cli -> gzip(cli, true));
    tools.put("zcat", DataCommands::zcat);
    tools.put("hexdump", DataCommands::hexdump);
    tools.put("hd", DataCommands::hexdump);
    tools.put("xxd", DataCommands::xxd);
    tools.put("od", DataCommands::od);
    tools.put("dd", DataCommands::dd);
    tools.put("cmp", DataCommands::cmp);
    tools.put("strings", DataCommands::strings);
    tools.put("split", DataCommands::split);
    tools.put("diff", DiffCommand::run);
    tools.put("tar", TarCommand::run);
  }

  private static int sum(Cli cli, String algorithm) throws IOException, InterruptedException {
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

  private static int base64(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "dDw:i", "decode=d", "wrap=w", "ignore-garbage=i");
    for (String path : opts.inputs()) {
      try (InputStream in = cli.open(path)) {
        byte[] bytes = cli.all(in);
        if (opts.has('d') || opts.has('D')) {
          try {
            cli.write(Base64.getMimeDecoder().decode(bytes));
          } catch (IllegalArgumentException _) {
            return cli.fail(cli.busybox() ? "truncated input" : "invalid input");
          }
          continue;
        }
        int wrap =
            Integer.parseInt(opts.value('w').filter(w -> w.matches("\\d{1,6}")).orElse("76"));
        String text = Base64.getEncoder().encodeToString(bytes);
        if (wrap == 0) {
          cli.print(text);
          continue;
        }
        for (int i = 0; i < text.length(); i += wrap) {
          cli.println(text.substring(i, Math.min(text.length(), i + wrap)));
        }
      } catch (Errno e) {
        return cli.fail(path + ": " + Cli.reason(e));
      }
    }
    return 0;
  }

  private static int gzip(Cli cli, boolean expands) throws IOException {
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

  private static int zcat(Cli cli) throws IOException {
    for (String path : Opts.parse(cli, "f").inputs()) {
      try {
        cli.write(expanded(cli.open(path)));
      } catch (Errno e) {
        return cli.fail(path + ": " + Cli.reason(e));
      }
    }
    return 0;
  }

  private static byte[] content(Cli cli, Opts opts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String path : opts.inputs()) {
      try (InputStream in = cli.open(path)) {
        all.writeBytes(in.readNBytes(64 << 20));
      }
    }
    return all.toByteArray();
  }

  private static int hexdump(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "Cn:vxe:");
    byte[] bytes = content(cli, opts);
    int length =
        Math.min(bytes.length, opts.value('n').map(Integer::parseInt).orElse(bytes.length));
    boolean canonical = opts.has('C') || cli.name().equals("hd");
    for (int i = 0; i < length; i += 16) {
      cli.self().checkpoint();
      StringBuilder line = new StringBuilder(String.format(canonical ? "%08x" : "%07x", i));
      for (int k = i; k < i + 16; k += canonical ? 1 : 2) {
        if (canonical) {
          line.append(k == i || k == i + 8 ? " " : "")
              .append(k < length ? String.format(" %02x", bytes[k]) : "   ");
        } else if (k < length) {
          int high = k + 1 < length ? bytes[k + 1] & 0xff : 0;
          line.append(String.format(" %04x", high << 8 | (bytes[k] & 0xff)));
        }
      }
      cli.println(
          canonical
              ? line + "  |" + printable(bytes, i, Math.min(i + 16, length)) + "|"
              : line.toString());
    }
    if (length > 0) {
      cli.println(String.format(canonical ? "%08x" : "%07x", length));
    }
    return 0;
  }

  private static String printable(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(bytes[i] >= 32 && bytes[i] < 127 ? (char) bytes[i] : '.');
    }
    return text.toString();
  }

  private static int xxd(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "prl:c:u");
    byte[] bytes = content(cli, opts);
    if (opts.has('r')) {
      String hex = new String(bytes, StandardCharsets.US_ASCII).replaceAll("[^0-9a-fA-F]", "");
      cli.write(HexFormat.of().parseHex(hex.substring(0, hex.length() / 2 * 2)));
      return 0;
    }
    int length =
        Math.min(bytes.length, opts.value('l').map(Integer::parseInt).orElse(bytes.length));
    if (opts.has('p')) {
      String hex = HexFormat.of().formatHex(bytes, 0, length);
      for (int i = 0; i < hex.length(); i += 60) {
        cli.println(hex.substring(i, Math.min(hex.length(), i + 60)));
      }
      return 0;
    }
    for (int i = 0; i < length; i += 16) {
      cli.self().checkpoint();
      StringBuilder line = new StringBuilder(String.format("%08x:", i));
      for (int k = i; k < i + 16; k++) {
        line.append((k - i) % 2 == 0 ? " " : "")
            .append(k < length ? String.format("%02x", bytes[k]) : "  ");
      }
      cli.println(line + "  " + printable(bytes, i, Math.min(i + 16, length)));
    }
    return 0;
  }

  private static int od(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "A:t:cxbdvN:j:w::", "address-radix=A", "format=t", "read-bytes=N");
    byte[] bytes = content(cli, opts);
    int length =
        Math.min(bytes.length, opts.value('N').map(Integer::parseInt).orElse(bytes.length));
    String type =
        opts.has('c')
            ? "c"
            : opts.has('x')
                ? "x2"
                : opts.has('b') ? "o1" : opts.has('d') ? "u2" : opts.value('t').orElse("o2");
    boolean addresses = !opts.value('A').orElse("o").equals("n");
    String radix =
        opts.value('A').orElse("o").equals("x")
            ? "%06x"
            : opts.value('A').orElse("o").equals("d") ? "%07d" : "%07o";
    for (int i = 0; i < length; i += 16) {
      cli.self().checkpoint();
      StringBuilder line = new StringBuilder(addresses ? String.format(radix, i) : "");
      int size =
          type.length() > 1 && Character.isDigit(type.charAt(1))
              ? type.charAt(1) - '0'
              : type.startsWith("c") || type.startsWith("a") ? 1 : 4;
      for (int k = i; k < Math.min(length, i + 16); k += size) {
        long value = 0;
        for (int b = size - 1; b >= 0; b--) {
          value = value << 8 | (k + b < length ? bytes[k + b] & 0xff : 0);
        }
        line.append(unit(type.charAt(0), size, value));
      }
      cli.println(line.toString());
    }
    if (addresses) {
      cli.println(String.format(radix, length));
    }
    return 0;
  }

  private static String unit(char type, int size, long value) {
    return switch (type) {
      case 'x' -> String.format(" %0" + 2 * size + "x", value);
      case 'u' ->
          String.format(
              " %" + (size == 1 ? 3 : size == 2 ? 5 : size == 4 ? 10 : 20) + "s",
              Long.toUnsignedString(value));
      case 'd' ->
          String.format(
              " %" + (size == 1 ? 4 : size == 2 ? 6 : size == 4 ? 11 : 20) + "d",
              size == 1
                  ? (byte) value
                  : size == 2 ? (short) value : size == 4 ? (int) value : value);
      case 'c', 'a' ->
          String.format(
              " %3s",
              switch ((int) value) {
                case 0 -> "\\0";
                case 7 -> "\\a";
                case 8 -> "\\b";
                case 9 -> "\\t";
                case 10 -> "\\n";
                case 13 -> "\\r";
                default ->
                    value >= 32 && value < 127
                        ? String.valueOf((char) value)
                        : String.format("%03o", value);
              });
      default ->
          String.format(" %0" + (size == 1 ? 3 : size == 2 ? 6 : size == 4 ? 11 : 22) + "o", value);
    };
  }

  private static int dd(Cli cli) throws IOException, InterruptedException {
    Map<String, String> operands = new java.util.HashMap<>();
    for (String word : cli.arguments()) {
      int equals = word.indexOf('=');
      operands.put(
          equals < 0 ? word : word.substring(0, equals),
          equals < 0 ? "" : word.substring(equals + 1));
    }
    long block = Sizes.parse(operands.getOrDefault("bs", operands.getOrDefault("ibs", "512")));
    long count =
        operands.containsKey("count")
            ? Sizes.parse(operands.getOrDefault("count", "0"))
            : Long.MAX_VALUE;
    if (block <= 0 || block > 64 << 20) {
      return cli.fail("invalid number: '" + operands.getOrDefault("bs", "") + "'");
    }
    long full = 0;
    long partial = 0;
    long total = 0;
    String from = operands.getOrDefault("if", "-");
    String to = operands.getOrDefault("of", "");
    boolean append =
        operands.getOrDefault("oflag", "").contains("append")
            || operands.getOrDefault("conv", "").contains("notrunc");
    java.time.Instant begin = cli.self().clock().now();
    try (InputStream in = cli.open(from);
        OutputStream out =
            to.isEmpty()
                ? cli.out()
                : cli.create(to, append ? FileSystem.Open.APPEND : FileSystem.Open.TRUNCATE)) {
      in.skip(block * Long.parseLong(operands.getOrDefault("skip", "0")));
      for (long i = 0; i < count; i++) {
        cli.self().checkpoint();
        byte[] bytes = in.readNBytes((int) block);
        if (bytes.length == 0) {
          break;
        }
        full += bytes.length == block ? 1 : 0;
        partial += bytes.length == block ? 0 : 1;
        total += bytes.length;
        out.write(bytes);
      }
    } catch (Errno e) {
      boolean reading = !cli.files().exists(from) && !from.equals("-");
      String path = reading ? from : to;
      return cli.fail(
          e.code() == Errno.Code.ENOSPC
              ? "error writing '" + to + "': " + Cli.reason(e)
              : cli.busybox()
                  ? "can't open '" + path + "': " + Cli.reason(e)
                  : "failed to open '" + path + "': " + Cli.reason(e));
    }
    double seconds =
        Math.max(
            0.0001, java.time.Duration.between(begin, cli.self().clock().now()).toNanos() / 1e9);
    String sizes =
        total >= 1000 && !cli.busybox()
            ? String.format(
                java.util.Locale.ROOT, " (%.1f MB, %.1f MiB)", total / 1e6, total / 1048576.0)
            : "";
    if (cli.busybox()) {
      sizes =
          total >= 1024
              ? " ("
                  + (total >= 1 << 20
                      ? String.format(java.util.Locale.ROOT, "%.1fMB", total / 1048576.0)
                      : String.format(java.util.Locale.ROOT, "%.1fKB", total / 1024.0))
                  + ")"
              : "";
    }
    cli.complain(
        full
            + "+"
            + partial
            + " records in\n"
            + full
            + "+"
            + partial
            + " records out\n"
            + total
            + " bytes"
            + sizes
            + (cli.busybox() ? " copied, " : " copied, ")
            + String.format(
                java.util.Locale.ROOT,
                cli.busybox() ? "%f seconds, %.1fMB/s" : "%f s, %.1f MB/s",
                seconds,
                total / seconds / (cli.busybox() ? 1048576.0 : 1e6)));
    return 0;
  }

  private static int cmp(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "sln:");
    List<String> paths = opts.operands();
    if (paths.size() < 2) {
      throw FileCommands.missing(
          cli, "operand after '" + (paths.isEmpty() ? "cmp" : paths.getFirst()) + "'");
    }
    byte[] left;
    byte[] right;
    try {
      left = cli.all(cli.open(paths.get(0)));
      right = cli.all(cli.open(paths.get(1)));
    } catch (Errno e) {
      cli.warn(
          (cli.files().exists(paths.get(0)) ? paths.get(1) : paths.get(0)) + ": " + Cli.reason(e));
      return 2;
    }
    int at = java.util.Arrays.mismatch(left, right);
    if (at < 0) {
      return 0;
    }
    if (!opts.has('s')) {
      long line = 1;
      for (int i = 0; i < Math.min(at, left.length); i++) {
        line += left[i] == '\n' ? 1 : 0;
      }
      if (at >= left.length || at >= right.length) {
        cli.warn(
            "EOF on "
                + (left.length < right.length ? paths.get(0) : paths.get(1))
                + (cli.busybox() ? "" : " after byte " + at + ", line " + (line - 1)));
      } else {
        cli.println(
            paths.get(0)
                + " "
                + paths.get(1)
                + " differ: "
                + "char "
                + (at + 1)
                + ", line "
                + line);
      }
    }
    return 1;
  }

  private static int strings(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "n:at:");
    int least = Integer.parseInt(opts.value('n').orElse("4"));
    StringBuilder run = new StringBuilder();
    for (byte b : content(cli, opts)) {
      if (b >= 32 && b < 127 || b == '\t') {
        run.append((char) b);
        continue;
      }
      if (run.length() >= least) {
        cli.println(run.toString());
      }
      run.setLength(0);
    }
    if (run.length() >= least) {
      cli.println(run.toString());
    }
    return 0;
  }

  private static int split(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "l:b:a:d", "lines=l", "bytes=b");
    String prefix = opts.operands().size() > 1 ? opts.operands().get(1) : "x";
    byte[] bytes = cli.all(cli.open(opts.operands().isEmpty() ? "-" : opts.operands().getFirst()));
    long lines = Long.parseLong(opts.value('l').orElse("1000"));
    long size =
        opts.has('b') ? Math.max(1, Sizes.parse(opts.value('b').orElse("1"))) : Long.MAX_VALUE;
    int from = 0;
    for (int part = 0; from < bytes.length && part < 676; part++) {
      int to = from;
      long seen = 0;
      while (to < bytes.length && to - from < size && (opts.has('b') || seen < lines)) {
        seen += bytes[to++] == '\n' ? 1 : 0;
      }
      String suffix =
          opts.has('d')
              ? String.format("%02d", part)
              : "" + (char) ('a' + part / 26) + (char) ('a' + part % 26);
      try (OutputStream out = cli.files().write(prefix + suffix, FileSystem.Open.TRUNCATE, 0666)) {
        out.write(bytes, from, to - from);
      }
      from = to;
    }
    return 0;
  }
}

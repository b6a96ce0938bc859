package dev.podium.kubelet.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Commands that show bytes: `hexdump`, `xxd`, `od`, `strings`.
final class DumpCommands {
  private DumpCommands() {}

  private static byte[] content(Cli cli, Opts opts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String path : opts.inputs()) {
      try (InputStream in = cli.open(path)) {
        all.writeBytes(in.readNBytes(64 << 20));
      }
    }
    return all.toByteArray();
  }

  static int hexdump(Cli cli) throws IOException, InterruptedException {
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

  static int xxd(Cli cli) throws IOException, InterruptedException {
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

  static int od(Cli cli) throws IOException, InterruptedException {
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

  static int strings(Cli cli) throws IOException {
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
}

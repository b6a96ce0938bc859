package dev.podium.kubelet.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What `dd` is told: `name=value` each.
final class DdOperands {
  private static final int LARGEST_BLOCK = 64 << 20;
  private static final String HINT = "\nTry 'dd --help' for more information.";

  private static final Map<String, List<String>> GNU_WORDS =
      Map.of(
          "conv",
          List.of(
              "notrunc",
              "noerror",
              "sync",
              "fsync",
              "fdatasync",
              "swab",
              "ucase",
              "lcase",
              "sparse"),
          "iflag",
          List.of("skip_bytes", "count_bytes", "fullblock", "direct", "nonblock", "nocache"),
          "oflag",
          List.of("seek_bytes", "append", "direct", "dsync", "sync", "nonblock", "nocache"),
          "status",
          List.of("none", "noxfer", "progress"));
  private static final Map<String, List<String>> BUSYBOX_WORDS =
      Map.of(
          "conv", List.of("notrunc", "noerror", "sync", "fsync", "swab"),
          "iflag", List.of("skip_bytes", "count_bytes", "fullblock", "direct"),
          "oflag", List.of("seek_bytes", "append", "direct"),
          "status", List.of("none", "noxfer"));
  private static final Map<String, String> WHAT =
      Map.of(
          "conv", "conversion",
          "iflag", "input flag",
          "oflag", "output flag",
          "status", "status level");

  private final Cli cli;
  private final Map<String, String> values = new HashMap<>();

  DdOperands(Cli cli) {
    this.cli = cli;
    for (String word : Opts.parse(cli, "").operands()) {
      int equals = word.indexOf('=');
      String name = word.substring(0, Math.max(0, equals));
      String value = word.substring(equals + 1);
      switch (name) {
        case "if", "of", "bs", "ibs", "obs", "count", "skip", "seek" -> values.put(name, value);
        case "conv", "iflag", "oflag", "status" -> {
          check(name, value);
          values.put(name, value);
        }
        default -> throw unknown(word);
      }
    }
  }

  private void check(String name, String value) {
    List<String> known = (cli.busybox() ? BUSYBOX_WORDS : GNU_WORDS).getOrDefault(name, List.of());
    for (String word : value.split(",")) {
      if (!known.contains(word)) {
        throw new Usage(
            cli.busybox()
                ? "dd: invalid argument '" + word + "' to '" + name + "'"
                : "dd: invalid " + WHAT.get(name) + ": '" + word + "'" + HINT,
            1);
      }
    }
  }

  private Usage unknown(String word) {
    return new Usage(
        cli.busybox()
            ? "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: dd [if=FILE] [of=FILE] [ibs=N obs=N/bs=N] [count=N] [skip=N] [seek=N]"
            : "dd: unrecognized operand '" + word + "'" + HINT,
        1);
  }

  String value(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /// Whether a list such as `conv=notrunc,sync` has this word.
  boolean lists(String name, String word) {
    return List.of(value(name, "").split(",")).contains(word);
  }

  /// The size of blocks, which `bs` sets for both ways.
  int block(String name) {
    String text = value("bs", value(name, "512"));
    long size = number(text);
    if (size <= 0 || size > LARGEST_BLOCK) {
      throw new Usage(
          cli.busybox() && size == 0
              ? "dd: number " + text + " is not in 1.." + Long.MAX_VALUE + " range"
              : invalid(text),
          1);
    }
    return (int) size;
  }

  /// How many bytes a number of blocks has that may be given in bytes.
  long bytes(String name, String flags, int block) {
    String text = value(name, "0");
    long number = number(text);
    if (lists(flags, name + "_bytes")) {
      return number;
    }
    if (number > Long.MAX_VALUE / block) {
      throw new Usage(invalid(text), 1);
    }
    return number * block;
  }

  private long number(String text) {
    long number = Sizes.parse(text);
    if (number < 0) {
      throw new Usage(invalid(text), 1);
    }
    return number;
  }

  private String invalid(String text) {
    return cli.busybox()
        ? "dd: invalid number '" + text + "'"
        : "dd: invalid number: '" + text + "'";
  }
}

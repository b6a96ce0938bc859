package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `sort`
final class SortCommand {
  private static final Pattern KEY =
      Pattern.compile("(\\d+)(?:\\.(\\d+))?([a-zA-Z]*)(?:,(\\d+)(?:\\.(\\d+))?([a-zA-Z]*))?");
  private static final Pattern NUMBER = Pattern.compile("^\\s*(-?\\d*\\.?\\d+)");

  private SortCommand() {}

  static int run(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(
            cli,
            "bcdfghik:mMno:rRst:uVz",
            "numeric-sort=n",
            "reverse=r",
            "unique=u",
            "key=k",
            "field-separator=t",
            "ignore-case=f",
            "human-numeric-sort=h",
            "version-sort=V",
            "output=o",
            "check=c",
            "stable=s",
            "general-numeric-sort=g",
            "random-sort=R");
    List<String> lines = new ArrayList<>();
    for (String path : opts.inputs()) {
      try {
        lines.addAll(LineCommands.all(cli, path));
      } catch (Errno e) {
        cli.warn(
            cli.busybox()
                ? path + ": " + Cli.reason(e)
                : "cannot read: " + path + ": " + Cli.reason(e));
        return cli.busybox() ? 1 : 2;
      }
    }
    Comparator<String> keys = keys(cli, opts);
    Comparator<String> order =
        opts.has('u') || opts.has('s')
            ? keys
            : keys.thenComparing(
                opts.has('r') ? Comparator.reverseOrder() : Comparator.naturalOrder());
    if (opts.has('c')) {
      return check(cli, opts, lines, order);
    }
    lines.sort(order);
    if (opts.has('u')) {
      lines = unique(lines, keys);
    }
    if (opts.value('o').isPresent()) {
      try (OutputStream out = cli.create(opts.value('o').get(), FileSystem.Open.TRUNCATE)) {
        out.write(
            lines.isEmpty()
                ? new byte[0]
                : (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return 0;
    }
    for (String line : lines) {
      cli.println(line);
    }
    return 0;
  }

  private static List<String> unique(List<String> lines, Comparator<String> order) {
    List<String> kept = new ArrayList<>();
    for (String line : lines) {
      if (kept.isEmpty() || order.compare(kept.getLast(), line) != 0) {
        kept.add(line);
      }
    }
    return kept;
  }

  private static int check(Cli cli, Opts opts, List<String> lines, Comparator<String> order)
      throws IOException {
    for (int i = 1; i < lines.size(); i++) {
      if (order.compare(lines.get(i - 1), lines.get(i)) > 0) {
        return cli.fail(opts.inputs().getFirst() + ":" + (i + 1) + ": disorder: " + lines.get(i));
      }
    }
    return 0;
  }

  private static Comparator<String> keys(Cli cli, Opts opts) {
    StringBuilder flags = new StringBuilder();
    for (char flag : "bdfghinMVrR".toCharArray()) {
      if (opts.has(flag)) {
        flags.append(flag);
      }
    }
    if (opts.values('k').isEmpty()) {
      return order(flags.toString());
    }
    Optional<String> separator = opts.value('t').map(t -> t.equals("\\t") ? "\t" : t);
    Comparator<String> all = (_, _) -> 0;
    for (String text : opts.values('k')) {
      Matcher key = KEY.matcher(text);
      if (!key.matches()) {
        throw new Usage(
            "sort: invalid number at field start: invalid count at start of '" + text + "'", 2);
      }
      String own = key.group(3) + (key.group(6) == null ? "" : key.group(6));
      Comparator<String> order = order(own.isEmpty() ? flags.toString() : own);
      all = all.thenComparing(line -> field(line, key, separator), order);
    }
    return all;
  }

  private static String field(String line, Matcher key, Optional<String> separator) {
    List<int[]> fields = new ArrayList<>();
    if (separator.isPresent()) {
      int from = 0;
      for (int at = line.indexOf(separator.get());
          at >= 0;
          at = line.indexOf(separator.get(), from)) {
        fields.add(new int[] {from, at});
        from = at + separator.get().length();
      }
      fields.add(new int[] {from, line.length()});
    } else {
      Matcher matcher = Pattern.compile("\\s*\\S+").matcher(line);
      while (matcher.find()) {
        fields.add(new int[] {matcher.start(), matcher.end()});
      }
    }
    int first = Integer.parseInt(key.group(1)) - 1;
    if (first >= fields.size()) {
      return "";
    }
    int begin =
        fields.get(first)[0] + (key.group(2) == null ? 0 : Integer.parseInt(key.group(2)) - 1);
    int end = line.length();
    if (key.group(4) != null) {
      int last = Math.min(Integer.parseInt(key.group(4)), fields.size()) - 1;
      boolean cut = key.group(5) != null && !key.group(5).equals("0");
      end =
          cut
              ? Math.min(fields.get(last)[1], fields.get(last)[0] + Integer.parseInt(key.group(5)))
              : fields.get(last)[1];
    }
    return begin < end ? line.substring(begin, end) : "";
  }

  private static Comparator<String> order(String flags) {
    Comparator<String> order;
    if (flags.indexOf('n') >= 0 || flags.indexOf('g') >= 0) {
      order = Comparator.comparing(SortCommand::number);
    } else if (flags.indexOf('h') >= 0) {
      order = Comparator.comparing(SortCommand::human);
    } else if (flags.indexOf('V') >= 0) {
      order = SortCommand::versions;
    } else if (flags.indexOf('M') >= 0) {
      order = Comparator.comparing(SortCommand::month);
    } else if (flags.indexOf('R') >= 0) {
      int salt = java.util.concurrent.ThreadLocalRandom.current().nextInt();
      order = Comparator.comparing(text -> (text.hashCode() ^ salt) * 0x9E3779B9);
    } else if (flags.indexOf('f') >= 0) {
      order = Comparator.comparing(text -> text.toUpperCase(Locale.ROOT));
    } else {
      order = Comparator.naturalOrder();
    }
    if (flags.indexOf('b') >= 0) {
      Comparator<String> inner = order;
      order = (a, b) -> inner.compare(a.stripLeading(), b.stripLeading());
    }
    return flags.indexOf('r') >= 0 ? order.reversed() : order;
  }

  private static BigDecimal number(String text) {
    Matcher matcher = NUMBER.matcher(text);
    return matcher.find() ? new BigDecimal(matcher.group(1)) : BigDecimal.ZERO;
  }

  private static BigDecimal human(String text) {
    Matcher matcher = NUMBER.matcher(text);
    if (!matcher.find()) {
      return BigDecimal.ZERO;
    }
    int power =
        matcher.end() < text.length()
            ? "KMGTPE".indexOf(Character.toUpperCase(text.charAt(matcher.end()))) + 1
            : 0;
    return new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1024).pow(power));
  }

  private static int month(String text) {
    String name = text.strip().toUpperCase(Locale.ROOT);
    return name.length() < 3
        ? -1
        : List.of(
                "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
            .indexOf(name.substring(0, 3));
  }

  private static int versions(String left, String right) {
    Matcher a = Pattern.compile("\\d+|\\D+").matcher(left);
    Matcher b = Pattern.compile("\\d+|\\D+").matcher(right);
    while (true) {
      boolean moreLeft = a.find();
      boolean moreRight = b.find();
      if (!moreLeft || !moreRight) {
        return Boolean.compare(moreLeft, moreRight);
      }
      boolean digits =
          Character.isDigit(a.group().charAt(0)) && Character.isDigit(b.group().charAt(0));
      int order =
          digits
              ? new BigDecimal(a.group()).compareTo(new BigDecimal(b.group()))
              : a.group().compareTo(b.group());
      if (order != 0) {
        return order;
      }
    }
  }
}

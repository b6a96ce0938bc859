package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.FileSystem.Mount;
import dev.podium.kubelet.process.FileSystem.Stat;
import dev.podium.kubelet.process.FileSystem.Type;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// Commands about paths and about the file systems that they lead to.
final class PathCommands {
  /// What a simulated node's disk has, in KiB.
  private static final long DISK = 61_202_244;

  private static final long DISK_USED = 14_688_540;

  private PathCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("basename", PathCommands::basename);
    tools.put("dirname", PathCommands::dirname);
    tools.put("readlink", PathCommands::readlink);
    tools.put("realpath", PathCommands::realpath);
    tools.put("mktemp", PathCommands::mktemp);
    tools.put("pwd", cli -> line(cli, cli.self().directory()));
    tools.put("df", PathCommands::df);
    tools.put("du", PathCommands::du);
    tools.put("mount", PathCommands::mount);
    tools.put(
        "umount",
        cli ->
            cli.fail(
                cli.busybox()
                    ? "can't unmount " + last(cli) + ": Operation not permitted"
                    : last(cli) + ": must be superuser to unmount."));
    tools.put("sync", _ -> 0);
    tools.put("file", PathCommands::file);
  }

  private static String last(Cli cli) {
    return cli.arguments().isEmpty() ? "" : cli.arguments().getLast();
  }

  private static int line(Cli cli, String text) throws IOException {
    cli.println(text);
    return 0;
  }

  private static int basename(Cli cli) throws IOException {
    Opts opts = Opts.prefix(cli, "as:z", "multiple=a", "suffix=s");
    if (opts.operands().isEmpty()) {
      throw Usage.missing(cli, "operand");
    }
    boolean many = opts.has('a') || opts.has('s');
    String suffix =
        many
            ? opts.value('s').orElse("")
            : opts.operands().size() > 1 ? opts.operands().get(1) : "";
    for (String path : many ? opts.operands() : opts.operands().subList(0, 1)) {
      String plain = path.replaceAll("(?<=.)/+$", "");
      String name = plain.equals("/") ? "/" : plain.substring(plain.lastIndexOf('/') + 1);
      boolean cut = !suffix.isEmpty() && name.endsWith(suffix) && !name.equals(suffix);
      cli.println(cut ? name.substring(0, name.length() - suffix.length()) : name);
    }
    return 0;
  }

  private static int dirname(Cli cli) throws IOException {
    List<String> operands = Opts.parse(cli, "z").operands();
    if (operands.isEmpty()) {
      throw Usage.missing(cli, "operand");
    }
    for (String path : operands) {
      String plain = path.replaceAll("(?<=.)/+$", "");
      int slash = plain.lastIndexOf('/');
      cli.println(
          slash < 0
              ? "."
              : slash == 0 ? "/" : plain.substring(0, slash).replaceAll("(?<=.)/+$", ""));
    }
    return 0;
  }

  private static int readlink(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "fenmvs", "canonicalize=f", "no-newline=n");
    int status = 0;
    for (String path : opts.operands()) {
      try {
        String text;
        if (opts.has('f') || opts.has('e') || opts.has('m')) {
          text = canonical(cli, path);
        } else {
          Stat stat = cli.files().linkStat(path);
          if (stat.type() != Type.SYMLINK) {
            status = 1;
            continue;
          }
          text = stat.target();
        }
        cli.print(text + (opts.has('n') ? "" : "\n"));
      } catch (Errno e) {
        status = 1;
      }
    }
    return status;
  }

  /// The last step of a path need not be there.
  private static String canonical(Cli cli, String path) throws Errno {
    try {
      return cli.files().realPath(path);
    } catch (Errno e) {
      String plain = path.replaceAll("/+$", "");
      int slash = plain.lastIndexOf('/');
      String parent = slash < 0 ? "." : slash == 0 ? "/" : plain.substring(0, slash);
      return Paths.join(cli.files().realPath(parent), plain.substring(slash + 1));
    }
  }

  private static int realpath(Cli cli) throws IOException {
    Opts opts =
        Opts.parse(
            cli, "esmqz", "canonicalize-existing=e", "no-symlinks=s", "canonicalize-missing=m");
    int status = 0;
    for (String path : opts.operands()) {
      try {
        cli.println(opts.has('e') ? cli.files().realPath(path) : canonical(cli, path));
      } catch (Errno e) {
        status = cli.fail(path + ": " + Cli.reason(e));
      }
    }
    return status;
  }

  private static int mktemp(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "dp:tuq", "directory=d", "tmpdir=p", "dry-run=u");
    String template = opts.operands().isEmpty() ? "tmp.XXXXXXXXXX" : opts.operands().getFirst();
    boolean inTmp = opts.operands().isEmpty() || opts.has('p') || opts.has('t');
    String base = opts.value('p').filter(p -> !p.isEmpty()).orElse(cli.variable("TMPDIR", "/tmp"));
    int marks = template.length() - template.replaceAll("X+$", "").length();
    if (marks < 3) {
      return cli.fail(
          cli.busybox() ? "Invalid argument" : "too few X's in template '" + template + "'");
    }
    StringBuilder name = new StringBuilder(template.substring(0, template.length() - marks));
    for (int i = 0; i < marks; i++) {
      name.append(
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
              .charAt(ThreadLocalRandom.current().nextInt(62)));
    }
    String path = inTmp ? Paths.join(base, name.toString()) : name.toString();
    try {
      if (opts.has('d')) {
        cli.files().makeDirectory(path, 0700);
      } else if (!opts.has('u')) {
        cli.files().write(path, FileSystem.Open.CREATE_NEW, 0600).close();
      }
    } catch (Errno e) {
      return cli.fail(
          (cli.busybox()
                  ? ""
                  : "failed to create "
                      + (opts.has('d') ? "directory" : "file")
                      + " via template '"
                      + (inTmp ? Paths.join(base, template) : template)
                      + "': ")
              + Cli.reason(e));
    }
    cli.println(path);
    return 0;
  }

  private static int df(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "hkmTPait:", "human-readable=h", "print-type=T", "inodes=i");
    boolean type = opts.has('T');
    boolean human = opts.has('h') && !cli.busybox();
    String unit = opts.has('h') ? "Size" : cli.busybox() ? "1K-blocks" : "1K-blocks";
    String title =
        cli.busybox()
            ? "Filesystem           "
                + (opts.has('h')
                    ? "     Size      Used Available"
                    : "1K-blocks      Used Available")
                + " Use% Mounted on"
            : String.format(
                human
                    ? "%-14s %s%5s %5s %5s Use%% Mounted on"
                    : "%-14s %s%9s %9s %9s Use%% Mounted on",
                "Filesystem",
                type ? "Type      " : "",
                unit,
                "Used",
                opts.has('h') ? "Avail" : "Available");
    cli.println(title);
    for (Mount mount : cli.files().mounts()) {
      if (!opts.operands().isEmpty() && !isOn(cli, mount, opts.operands())) {
        continue;
      }
      boolean memory = mount.type().equals("tmpfs");
      if (mount.type().equals("proc")
          || mount.type().equals("sysfs")
          || mount.type().startsWith("cgroup")
          || mount.type().equals("devpts")
          || mount.type().equals("mqueue")) {
        continue;
      }
      long size = memory ? 65536 : DISK;
      long used =
          memory ? 0 : DISK_USED + (mount.mountPoint().equals("/") ? cli.files().used() / 1024 : 0);
      long percent = (used * 100 + size - 1) / size;
      String format =
          cli.busybox()
              ? "%-20s %s%9s %9s %9s %3d%% %s"
              : human ? "%-14s %s%5s %5s %5s %3d%% %s" : "%-14s %s%9s %9s %9s %3d%% %s";
      cli.println(
          String.format(
              format,
              mount.source(),
              type ? String.format("%-9s ", mount.type()) : "",
              blocks(opts, size),
              blocks(opts, used),
              blocks(opts, size - used),
              percent,
              mount.mountPoint()));
    }
    return 0;
  }

  private static boolean isOn(Cli cli, Mount mount, List<String> paths) throws IOException {
    for (String path : paths) {
      String real = cli.files().realPath(path);
      String best = "/";
      for (Mount other : cli.files().mounts()) {
        String point = other.mountPoint();
        if ((real.equals(point) || real.startsWith(point.equals("/") ? "/" : point + "/"))
            && point.length() >= best.length()) {
          best = point;
        }
      }
      if (best.equals(mount.mountPoint())) {
        return true;
      }
    }
    return false;
  }

  private static String blocks(Opts opts, long kib) {
    return opts.has('h')
        ? Sizes.human(kib * 1024, true)
        : opts.has('m') ? "" + kib / 1024 : "" + kib;
  }

  private static int du(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(
            cli,
            "shakcxd:bmL",
            "summarize=s",
            "human-readable=h",
            "all=a",
            "total=c",
            "max-depth=d",
            "bytes=b");
    long total = 0;
    int status = 0;
    for (String path : opts.operands().isEmpty() ? List.of(".") : opts.operands()) {
      try {
        total += usage(cli, opts, path, 0);
      } catch (Errno e) {
        status =
            cli.fail(
                cli.busybox()
                    ? path + ": " + Cli.reason(e)
                    : "cannot access '" + path + "': " + Cli.reason(e));
      }
    }
    if (opts.has('c')) {
      cli.println(size(opts, total) + "\ttotal");
    }
    return status;
  }

  private static String size(Opts opts, long bytes) {
    return opts.has('b')
        ? "" + bytes
        : opts.has('h')
            ? Sizes.human(bytes, true)
            : opts.has('m') ? "" + ((bytes + (1 << 20) - 1) >> 20) : "" + (bytes + 1023) / 1024;
  }

  private static long usage(Cli cli, Opts opts, String path, int depth)
      throws IOException, InterruptedException {
    cli.self().checkpoint();
    Stat stat = cli.files().linkStat(path);
    long bytes =
        opts.has('b')
            ? stat.size()
            : stat.type() == Type.DIRECTORY ? 4096 : (stat.size() + 4095) / 4096 * 4096;
    boolean directory = stat.type() == Type.DIRECTORY;
    if (directory) {
      for (String name : cli.files().list(path)) {
        bytes += usage(cli, opts, Paths.join(path, name), depth + 1);
      }
    }
    int deepest =
        opts.has('s')
            ? 0
            : opts.value('d')
                .filter(d -> d.matches("\\d{1,5}"))
                .map(Integer::parseInt)
                .orElse(Integer.MAX_VALUE);
    if (depth == 0 || (depth <= deepest && (directory || opts.has('a')))) {
      cli.println(size(opts, bytes) + "\t" + path);
    }
    return bytes;
  }

  private static int mount(Cli cli) throws IOException {
    if (!Opts.parse(cli, "t:o:lav").operands().isEmpty()) {
      return cli.fail(
          cli.busybox() ? "permission denied (are you root?)" : last(cli) + ": permission denied.");
    }
    for (Mount mount : cli.files().mounts()) {
      cli.println(
          mount.source()
              + " on "
              + mount.mountPoint()
              + " type "
              + mount.type()
              + " ("
              + (mount.readOnly() ? "ro" : "rw")
              + ",relatime)");
    }
    return 0;
  }

  private static int file(Cli cli) throws IOException {
    for (String path : Opts.parse(cli, "bi", "brief=b").operands()) {
      if (!Paths.present(cli, path)) {
        cli.println(path + ": cannot open `" + path + "' (No such file or directory)");
        continue;
      }
      Stat stat = cli.files().linkStat(path);
      cli.println(
          path
              + ": "
              + (stat.type() == Type.FILE
                  ? stat.size() == 0
                      ? "empty"
                      : (stat.mode() & 0111) != 0
                          ? "ELF 64-bit LSB pie executable, x86-64"
                          : "ASCII text"
                  : stat.type() == Type.SYMLINK
                      ? "symbolic link to " + stat.target()
                      : AttributeCommands.kind(stat)));
    }
    return 0;
  }
}

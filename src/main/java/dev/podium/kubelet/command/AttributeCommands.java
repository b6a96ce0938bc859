package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.FileSystem.Stat;
import dev.podium.kubelet.process.FileSystem.Type;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Commands about what files are, rather than what is in them.
final class AttributeCommands {
  private AttributeCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("touch", AttributeCommands::touch);
    tools.put("chmod", AttributeCommands::chmod);
    tools.put("chown", AttributeCommands::chown);
    tools.put("chgrp", AttributeCommands::chgrp);
    tools.put("stat", AttributeCommands::stat);
  }

  private static int touch(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "acmd:r:t:h", "no-create=c", "date=d", "reference=r");
    if (opts.operands().isEmpty()) {
      throw Usage.missing(cli, "file operand");
    }
    Instant now = cli.self().clock().now();
    if (opts.has('d')) {
      Optional<Instant> date = Dates.parse(opts.value('d').orElse(""), now);
      if (date.isEmpty()) {
        return cli.fail("invalid date format '" + opts.value('d').orElse("") + "'");
      }
      now = date.get();
    }
    int status = 0;
    for (String path : opts.operands()) {
      try {
        Instant when =
            opts.has('r') ? cli.files().stat(opts.value('r').orElse("")).modified() : now;
        if (Paths.present(cli, path)) {
          cli.files().touch(path, when);
        } else if (!opts.has('c')) {
          cli.files().write(path, FileSystem.Open.TRUNCATE, 0666).close();
          if (opts.has('d') || opts.has('r')) {
            cli.files().touch(path, when);
          }
        }
      } catch (Errno e) {
        status =
            cli.fail(
                cli.busybox()
                    ? path + ": " + Cli.reason(e)
                    : "cannot touch '" + path + "': " + Cli.reason(e));
      }
    }
    return status;
  }

  /// What is done with a path and, where it is asked, all below.
  private interface Change {
    void apply(String path, Stat stat) throws Errno;
  }

  private static int each(Cli cli, boolean recursive, String path, String failure, Change change)
      throws IOException, InterruptedException {
    cli.self().checkpoint();
    int status = 0;
    try {
      Stat stat = recursive ? cli.files().linkStat(path) : cli.files().stat(path);
      if (stat.type() != Type.SYMLINK) {
        change.apply(path, stat);
      }
      if (recursive && stat.type() == Type.DIRECTORY) {
        for (String name : cli.files().list(path)) {
          status |= each(cli, true, Paths.join(path, name), failure, change);
        }
      }
    } catch (Errno e) {
      String text =
          cli.busybox()
              ? path + ": " + Cli.reason(e)
              : e.code() == Errno.Code.ENOENT
                  ? "cannot access '" + path + "': " + Cli.reason(e)
                  : failure + " '" + path + "': " + Cli.reason(e);
      return cli.fail(text);
    }
    return status;
  }

  private static int chmod(Cli cli) throws IOException, InterruptedException {
    List<String> words = cli.arguments();
    Opts opts =
        Opts.parse(
            cli,
            words.stream().map(w -> w.matches("-[rwxst]+") ? "a" + w : w).toList(),
            true,
            "Rvcf",
            "recursive=R");
    if (opts.operands().size() < 2) {
      throw Usage.missing(cli, "operand");
    }
    String mode = opts.operands().getFirst();
    if (Modes.apply(mode, 0, false) < 0) {
      return cli.fail(
          (cli.busybox()
              ? "invalid mode '" + mode + "'"
              : "invalid mode: '" + mode + "'\nTry 'chmod --help' for more information."));
    }
    int status = 0;
    for (String path : opts.operands().subList(1, opts.operands().size())) {
      status |=
          each(
              cli,
              opts.has('R'),
              path,
              "changing permissions of",
              (each, stat) ->
                  cli.files()
                      .changeMode(
                          each, Modes.apply(mode, stat.mode(), stat.type() == Type.DIRECTORY)));
    }
    return status;
  }

  private static int chown(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "Rvfhc", "recursive=R");
    if (opts.operands().size() < 2) {
      throw Usage.missing(cli, "operand");
    }
    String[] owner = opts.operands().getFirst().split("[:.]", -1);
    Users users = new Users(cli);
    Optional<Long> uid = owner[0].isEmpty() ? Optional.empty() : users.findUser(owner[0]);
    Optional<Long> gid =
        owner.length < 2
            ? Optional.empty()
            : owner[1].isEmpty() ? users.groupOf(owner[0]) : users.findGroup(owner[1]);
    if (!owner[0].isEmpty() && uid.isEmpty()) {
      return cli.fail(
          cli.busybox()
              ? "unknown user " + owner[0]
              : "invalid user: '" + opts.operands().getFirst() + "'");
    }
    if (owner.length > 1 && !owner[1].isEmpty() && gid.isEmpty()) {
      return cli.fail(
          cli.busybox()
              ? "unknown group " + owner[1]
              : "invalid group: '" + opts.operands().getFirst() + "'");
    }
    return own(cli, opts, uid, gid);
  }

  private static int own(Cli cli, Opts opts, Optional<Long> uid, Optional<Long> gid)
      throws IOException, InterruptedException {
    int status = 0;
    for (String path : opts.operands().subList(1, opts.operands().size())) {
      status |=
          each(
              cli,
              opts.has('R'),
              path,
              "changing ownership of",
              (each, stat) ->
                  cli.files().changeOwner(each, uid.orElse(stat.uid()), gid.orElse(stat.gid())));
    }
    return status;
  }

  private static int chgrp(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "Rvfh", "recursive=R");
    Optional<Long> gid =
        new Users(cli).findGroup(opts.operands().isEmpty() ? "" : opts.operands().getFirst());
    if (gid.isEmpty()) {
      return cli.fail(
          "invalid group: '" + (opts.operands().isEmpty() ? "" : opts.operands().getFirst()) + "'");
    }
    return own(cli, opts, Optional.empty(), gid);
  }

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.nnnnnnnnn xx").withZone(ZoneOffset.UTC);

  private static int stat(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "Lc:ft", "format=c", "printf=c", "dereference=L");
    int status = 0;
    Users users = new Users(cli);
    for (String path : opts.operands()) {
      try {
        Stat stat = opts.has('L') ? cli.files().stat(path) : cli.files().linkStat(path);
        if (opts.has('c')) {
          cli.println(format(opts.value('c').orElse(""), path, stat, users));
        } else {
          describe(cli, path, stat, users);
        }
      } catch (Errno e) {
        status =
            cli.fail(
                (cli.busybox() ? "can't stat '" : "cannot statx '") + path + "': " + Cli.reason(e));
      }
    }
    return status;
  }

  static String kind(Stat stat) {
    return switch (stat.type()) {
      case FILE -> stat.size() == 0 ? "regular empty file" : "regular file";
      case DIRECTORY -> "directory";
      case SYMLINK -> "symbolic link";
      case CHARACTER_DEVICE -> "character special file";
      case FIFO -> "fifo";
    };
  }

  private static void describe(Cli cli, String path, Stat stat, Users users) throws IOException {
    String name =
        stat.type() == Type.SYMLINK
            ? (cli.busybox()
                ? "'" + path + "' -> '" + stat.target() + "'"
                : path + " -> " + stat.target())
            : path;
    String time = TIME.format(stat.modified());
    cli.println("  File: " + name);
    cli.println(
        String.format(
            "  Size: %-10d\tBlocks: %-10d IO Block: 4096   %s",
            stat.size(), (stat.size() + 511) / 512, kind(stat)));
    cli.println(
        String.format(
            cli.busybox()
                ? "Device: 0,100\tInode: %-11d Links: %d"
                : "Device: 0,100\tInode: %-11d  Links: %d",
            stat.inode(),
            stat.links()));
    cli.println(
        String.format(
            "Access: (%04o/%s)  Uid: (%5d/%8s)   Gid: (%5d/%8s)",
            stat.mode(),
            Modes.text(stat),
            stat.uid(),
            users.user(stat.uid()),
            stat.gid(),
            users.group(stat.gid())));
    cli.println("Access: " + time + "\nModify: " + time + "\nChange: " + time);
    if (!cli.busybox()) {
      cli.println(" Birth: -");
    }
  }

  private static String format(String format, String path, Stat stat, Users users) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        text.append(c);
        continue;
      }
      text.append(
          switch (format.charAt(++i)) {
            case 'n' -> path;
            case 'N' ->
                "'"
                    + path
                    + "'"
                    + (stat.type() == Type.SYMLINK ? " -> '" + stat.target() + "'" : "");
            case 's' -> "" + stat.size();
            case 'a' -> Integer.toOctalString(stat.mode());
            case 'A' -> Modes.text(stat);
            case 'u' -> "" + stat.uid();
            case 'U' -> users.user(stat.uid());
            case 'g' -> "" + stat.gid();
            case 'G' -> users.group(stat.gid());
            case 'i' -> "" + stat.inode();
            case 'h' -> "" + stat.links();
            case 'F' -> kind(stat);
            case 'f' ->
                Integer.toHexString(
                    stat.mode() | (stat.type() == Type.DIRECTORY ? 040000 : 0100000));
            case 'b' -> "" + (stat.size() + 511) / 512;
            case 'B' -> "512";
            case 'o' -> "4096";
            case 'x', 'y', 'z' -> TIME.format(stat.modified());
            case 'X', 'Y', 'Z' -> "" + stat.modified().getEpochSecond();
            case '%' -> "%";
            default -> "?";
          });
    }
    return text.toString();
  }
}

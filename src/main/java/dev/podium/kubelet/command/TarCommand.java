package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.FileSystem.Stat;
import dev.podium.kubelet.process.FileSystem.Type;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// `tar`, which is also what `kubectl cp` runs.
final class TarCommand {
  /// As much of a name as leads to the root or upwards.
  private static final Pattern UPWARDS = Pattern.compile("^(?:.*/)?\\.\\.(?:/+|$)|^/+");

  private final Set<String> told = new HashSet<>();
  private final Cli cli;
  private final Opts opts;
  private final Users users;
  private int status;
  private boolean stripped;

  private TarCommand(Cli cli, Opts opts) {
    this.cli = cli;
    this.opts = opts;
    this.users = new Users(cli);
  }

  static int run(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(
            cli,
            classic(cli.arguments()),
            true,
            "cxtvf:C:zmpkjJOhaPT:X:QRS:WNw:o",
            "create=c",
            "extract=x",
            "get=x",
            "list=t",
            "verbose=v",
            "file=f",
            "directory=C",
            "gzip=z",
            "touch=m",
            "no-same-permissions=Q",
            "no-same-owner=R",
            "strip-components=S",
            "exclude=X",
            "overwrite=W",
            "numeric-owner=N",
            "absolute-names=P",
            "same-permissions=p",
            "preserve-permissions=p",
            "to-stdout=O",
            "warning=w",
            "no-overwrite-dir=W");
    TarCommand tar = new TarCommand(cli, opts);
    if (opts.has('c')) {
      return tar.create();
    }
    if (opts.has('x') || opts.has('t')) {
      return tar.read();
    }
    throw new Usage(
        cli.busybox()
            ? "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: tar c|x|t [-ZzJjahmvokO] [-f TARFILE] [-C DIR] [-T FILE] [-X FILE] [LONGOPT]... [FILE]..."
            : "tar: You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\nTry 'tar --help' or 'tar --usage' for more information.",
        cli.busybox() ? 1 : 2);
  }

  /// `tar cf x` is `tar -cf x`; the values of old-style letters come one after the other.
  private static List<String> classic(List<String> arguments) {
    if (arguments.isEmpty() || arguments.getFirst().startsWith("-")) {
      return arguments;
    }
    List<String> words = new ArrayList<>();
    int next = 1;
    for (char letter : arguments.getFirst().toCharArray()) {
      words.add("-" + letter);
      if ("fCTX".indexOf(letter) >= 0 && next < arguments.size()) {
        words.add(arguments.get(next++));
      }
    }
    words.addAll(arguments.subList(next, arguments.size()));
    return words;
  }

  private String inDirectory(String path) {
    return path.startsWith("/")
        ? path
        : opts.value('C').map(directory -> Paths.join(directory, path)).orElse(path);
  }

  private int failed() {
    return cli.busybox() ? 1 : 2;
  }

  private Optional<Integer> checkDirectory() throws IOException {
    Optional<String> directory = opts.value('C');
    if (directory.isPresent() && !Paths.isDirectory(cli, directory.get())) {
      String reason =
          cli.files().exists(directory.get()) ? "Not a directory" : "No such file or directory";
      cli.warn(
          cli.busybox()
              ? "can't change directory to '" + directory.get() + "': " + reason
              : directory.get()
                  + ": Cannot open: "
                  + reason
                  + "\ntar: Error is not recoverable: exiting now");
      return Optional.of(failed());
    }
    return Optional.empty();
  }

  private int create() throws IOException, InterruptedException {
    if (opts.operands().isEmpty() && !opts.has('T')) {
      cli.warn(
          cli.busybox()
              ? "empty archive"
              : "Cowardly refusing to create an empty archive\nTry 'tar --help' or 'tar --usage' for more information.");
      return failed();
    }
    Optional<Integer> wrong = checkDirectory();
    if (wrong.isPresent()) {
      return wrong.get();
    }
    String file = opts.value('f').orElse("-");
    OutputStream target = file.equals("-") ? cli.out() : cli.create(file, FileSystem.Open.TRUNCATE);
    boolean zips = opts.has('z') || (opts.has('a') && file.endsWith("gz"));
    try (OutputStream out = zips ? new GZIPOutputStream(target) : target;
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, 10_240, 512, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (String path : opts.operands()) {
        add(tar, path);
      }
      tar.finish();
    }
    if (status != 0) {
      cli.warn(
          cli.busybox()
              ? "error exit delayed from previous errors"
              : "Exiting with failure status due to previous errors");
    }
    return status;
  }

  private boolean excluded(String name) {
    return opts.values('X').stream()
        .anyMatch(glob ->
            Glob.matches(glob, name)
                || Glob.matches(glob, name.substring(name.lastIndexOf('/') + 1)));
  }

  private void add(TarArchiveOutputStream tar, String path)
      throws IOException, InterruptedException {
    cli.self().checkpoint();
    if (excluded(path)) {
      return;
    }
    String real = inDirectory(path);
    Stat stat;
    try {
      stat = opts.has('h') ? cli.files().stat(real) : cli.files().linkStat(real);
    } catch (Errno e) {
      status = failed();
      cli.warn(
          cli.busybox() ? path + ": " + Cli.reason(e) : path + ": Cannot stat: " + Cli.reason(e));
      return;
    }
    String name = path;
    if (path.startsWith("/") && !opts.has('P')) {
      if (!stripped) {
        cli.warn(
            cli.busybox()
                ? "removing leading '/' from member names"
                : "Removing leading `/' from member names");
        stripped = true;
      }
      name = path.replaceFirst("^/+", "");
    }
    entry(tar, path, real, name.isEmpty() ? "./" : name, stat);
  }

  private void entry(TarArchiveOutputStream tar, String path, String real, String name, Stat stat)
      throws IOException, InterruptedException {
    boolean directory = stat.type() == Type.DIRECTORY;
    byte kind =
        stat.type() == Type.SYMLINK
            ? TarConstants.LF_SYMLINK
            : directory ? TarConstants.LF_DIR : TarConstants.LF_NORMAL;
    TarArchiveEntry entry =
        new TarArchiveEntry(directory && !name.endsWith("/") ? name + "/" : name, kind, true);
    entry.setMode(stat.mode() | (directory ? 040000 : 0100000));
    entry.setModTime(Date.from(stat.modified()));
    entry.setIds((int) stat.uid(), (int) stat.gid());
    entry.setNames(users.user(stat.uid()), users.group(stat.gid()));
    byte[] content = {};
    if (stat.type() == Type.SYMLINK) {
      entry.setLinkName(stat.target());
    } else if (stat.type() == Type.FILE) {
      try {
        content = cli.files().bytes(real);
      } catch (Errno e) {
        status = failed();
        cli.warn(
            cli.busybox()
                ? "can't open '" + path + "': " + Cli.reason(e)
                : path + ": Cannot open: " + Cli.reason(e));
        return;
      }
      entry.setSize(content.length);
    }
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
    if (opts.has('v')) {
      cli.complain(entry.getName());
    }
    if (directory) {
      for (String child : cli.files().list(real)) {
        add(tar, Paths.join(path, child));
      }
    }
  }

  private int read() throws IOException, InterruptedException {
    Optional<Integer> wrong = checkDirectory();
    if (wrong.isPresent()) {
      return wrong.get();
    }
    String file = opts.value('f').orElse("-");
    InputStream source;
    try {
      source = cli.open(file);
    } catch (Errno e) {
      cli.warn(
          cli.busybox()
              ? "can't open '" + file + "': " + Cli.reason(e)
              : file
                  + ": Cannot open: "
                  + Cli.reason(e)
                  + "\ntar: Error is not recoverable: exiting now");
      return failed();
    }
    InputStream in = new java.io.BufferedInputStream(source);
    in.mark(2);
    boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(zipped ? new GZIPInputStream(in) : in, "UTF-8")) {
      int count = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        cli.self().checkpoint();
        count++;
        member(tar, entry);
      }
      if (count == 0 && tar.getBytesRead() == 0) {
        cli.warn(
            cli.busybox()
                ? "short read"
                : "This does not look like a tar archive\ntar: Exiting with failure status due to previous errors");
        return failed();
      }
    } catch (Errno e) {
      throw e;
    } catch (IOException e) {
      cli.warn(
          cli.busybox()
              ? "invalid tar magic"
              : "This does not look like a tar archive\ntar: Exiting with failure status due to previous errors");
      return failed();
    }
    if (status != 0 && !cli.busybox()) {
      cli.warn("Exiting with failure status due to previous errors");
    }
    return status;
  }

  private void member(InputStream tar, TarArchiveEntry entry) throws IOException {
    String name = entry.getName();
    boolean wanted =
        opts.operands().isEmpty()
            || opts.operands().stream()
                .anyMatch(o ->
                    name.equals(o)
                        || name.equals(o + "/")
                        || name.startsWith(o.endsWith("/") ? o : o + "/"));
    if (!wanted || excluded(name)) {
      return;
    }
    if (opts.has('t')) {
      cli.println(opts.has('v') ? details(entry) : name);
      return;
    }
    if (opts.has('O')) {
      tar.transferTo(cli.out());
      return;
    }
    int strip = opts.value('S').filter(s -> s.matches("\\d{1,3}")).map(Integer::parseInt).orElse(0);
    String path = below(name).replaceFirst("^([^/]*/){0," + strip + "}", "");
    if (path.matches("(\\./?)?")) {
      return;
    }
    if (opts.has('v')) {
      cli.println(name);
    }
    try {
      extract(tar, entry, inDirectory(path));
    } catch (Errno e) {
      status = failed();
      cli.warn(
          cli.busybox()
              ? "can't open '" + path + "': " + Cli.reason(e)
              : name + ": Cannot open: " + Cli.reason(e));
    }
  }

  /// A member's name without what would lead out of where it is extracted.
  private String below(String name) throws IOException {
    Matcher upwards = UPWARDS.matcher(name);
    String prefix = upwards.find() ? upwards.group() : "";
    if (!prefix.isEmpty() && told.add(prefix)) {
      cli.warn(
          cli.busybox()
              ? "removing leading '" + prefix + "' from member names"
              : "Removing leading `" + prefix + "' from member names");
    }
    return name.substring(prefix.length());
  }

  private void extract(InputStream tar, TarArchiveEntry entry, String path) throws IOException {
    int slash = path.replaceAll("/+$", "").lastIndexOf('/');
    if (slash > 0) {
      FileCommands.parents(cli, path.substring(0, slash), 0755);
    }
    int mode =
        entry.getMode() & (opts.has('p') || cli.self().uid() == 0 && !opts.has('Q') ? 07777 : 0755);
    if (entry.isDirectory()) {
      FileCommands.parents(cli, path, mode);
      return;
    }
    if (entry.isSymbolicLink() || entry.isLink()) {
      if (Paths.present(cli, path)) {
        cli.files().remove(path);
      }
      if (entry.isSymbolicLink()) {
        cli.files().symlink(entry.getLinkName(), path);
      } else {
        cli.files().link(inDirectory(entry.getLinkName()), path);
      }
      return;
    }
    try (OutputStream out = cli.files().write(path, FileSystem.Open.TRUNCATE, mode)) {
      tar.transferTo(out);
    }
    cli.files().changeMode(path, mode);
    if (cli.self().uid() == 0 && !opts.has('R')) {
      cli.files().changeOwner(path, entry.getLongUserId(), entry.getLongGroupId());
    }
    if (!opts.has('m')) {
      cli.files().touch(path, entry.getLastModifiedDate().toInstant());
    }
  }

  private String details(TarArchiveEntry entry) {
    Stat stat =
        new Stat(
            0,
            entry.isDirectory()
                ? Type.DIRECTORY
                : entry.isSymbolicLink() ? Type.SYMLINK : Type.FILE,
            entry.getMode() & 07777,
            1,
            entry.getLongUserId(),
            entry.getLongGroupId(),
            entry.getSize(),
            entry.getLastModifiedDate().toInstant(),
            entry.getLinkName());
    String time =
        Dates.format(
            "%Y-%m-%d %H:%M", entry.getLastModifiedDate().toInstant().atZone(ZoneOffset.UTC));
    return Modes.text(stat)
        + " "
        + entry.getUserName()
        + "/"
        + entry.getGroupName()
        + String.format(" %9d ", entry.getSize())
        + time
        + " "
        + entry.getName()
        + (entry.isSymbolicLink() ? " -> " + entry.getLinkName() : "");
  }
}

package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Commands that pass on what they read, or parts of it.
final class TextCommands {
  private TextCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("cat", CatCommand::run);
    tools.put("tac", TextCommands::tac);
    tools.put("head", HeadCommand::run);
    tools.put("tail", TailCommand::run);
    tools.put("wc", WcCommand::run);
    tools.put("tee", TextCommands::tee);
    tools.put("nl", TextCommands::nl);
    tools.put("rev", TextCommands::rev);
    tools.put("yes", TextCommands::yes);
    tools.put("less", CatCommand::run);
    tools.put("more", CatCommand::run);
  }

  private static int tac(Cli cli) throws IOException, InterruptedException {
    int status = 0;
    for (String path : Opts.parse(cli, "").inputs()) {
      Deque<String> all = new ArrayDeque<>();
      try (Lines lines = new Lines(cli, cli.open(path))) {
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
          cli.holdings().add(Holdings.weight(line.get()));
          all.push(line.get());
        }
      } catch (Errno e) {
        status = CatCommand.unreadable(cli, path, e);
      }
      for (String line : all) {
        cli.println(line);
      }
    }
    return status;
  }

  private static int tee(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "aip", "append=a", "ignore-interrupts=i");
    List<OutputStream> outs = new ArrayList<>();
    outs.add(cli.rawOut());
    int status = 0;
    for (String path : opts.operands()) {
      try {
        outs.add(
            cli.create(path, opts.has('a') ? FileSystem.Open.APPEND : FileSystem.Open.TRUNCATE));
      } catch (Errno e) {
        status = cli.fail(path + ": " + Cli.reason(e));
      }
    }
    byte[] buffer = new byte[8192];
    for (int n = cli.in().read(buffer); n >= 0; n = cli.in().read(buffer)) {
      cli.self().checkpoint();
      for (OutputStream out : outs) {
        out.write(buffer, 0, n);
      }
    }
    for (OutputStream out : outs.subList(1, outs.size())) {
      out.close();
    }
    return status;
  }

  private static int nl(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "b:w:s:v:n:i:");
    boolean all = opts.value('b').orElse("t").equals("a");
    long number = Long.parseLong(opts.value('v').orElse("1"));
    String width = opts.value('w').filter(w -> w.matches("\\d{1,3}")).orElse("6");
    for (String path : opts.inputs()) {
      try (Lines lines = new Lines(cli, cli.open(path))) {
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
          boolean counts = all || !line.get().isEmpty();
          String prefix =
              counts
                  ? String.format("%" + width + "d", number++) + opts.value('s').orElse("\t")
                  : " ".repeat(Integer.parseInt(width) + 1);
          cli.println(prefix + line.get());
        }
      }
    }
    return 0;
  }

  private static int rev(Cli cli) throws IOException, InterruptedException {
    for (String path : Opts.parse(cli, "").inputs()) {
      try (Lines lines = new Lines(cli, cli.open(path))) {
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
          cli.print(new StringBuilder(line.get()).reverse() + (lines.ended() ? "\n" : ""));
        }
      }
    }
    return 0;
  }

  private static int yes(Cli cli) throws IOException, InterruptedException {
    String text = cli.arguments().isEmpty() ? "y" : String.join(" ", cli.arguments());
    byte[] block =
        (text + "\n")
            .repeat(Math.max(1, 2048 / (text.length() + 1)))
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    OutputStream out = cli.rawOut();
    while (true) {
      cli.self().checkpoint();
      out.write(block);
    }
  }
}

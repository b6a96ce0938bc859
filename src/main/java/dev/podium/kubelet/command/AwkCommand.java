package dev.podium.kubelet.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// `awk`: its command line.
final class AwkCommand {
  private AwkCommand() {}

  static int run(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.prefix(cli, "F:v:f:", "field-separator=F", "assign=v", "file=f");
    List<String> operands = new ArrayList<>(opts.operands());
    StringBuilder script = new StringBuilder();
    for (String file : opts.values('f')) {
      script.append(new String(cli.all(cli.open(file)), StandardCharsets.UTF_8)).append('\n');
    }
    if (!opts.has('f')) {
      if (operands.isEmpty()) {
        throw new Usage(
            cli.busybox()
                ? "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: awk [OPTIONS] [AWK_PROGRAM] [FILE]..."
                : "Usage: mawk [Options] [Program] [file ...]",
            2);
      }
      script.append(operands.removeFirst());
    }
    AwkProgram program = AwkScript.parse(script.toString());
    AwkVariables variables = new AwkVariables(cli.holdings());
    AwkRecords records = new AwkRecords(cli, variables, operands);
    prepare(cli, opts, operands, variables, records);
    AwkStreams streams = new AwkStreams(cli);
    try {
      return new AwkInterpreter(cli, program, variables, records, streams).process();
    } finally {
      streams.close();
    }
  }

  private static void prepare(
      Cli cli, Opts opts, List<String> operands, AwkVariables variables, AwkRecords records) {
    opts.value('F')
        .map(separator -> separator.equals("t") ? "\t" : AwkRecords.unescaped(separator))
        .ifPresent(separator -> variables.global("FS", AwkValue.of(separator)));
    opts.values('v').forEach(records::assign);
    cli.environment()
        .forEach((name, value) -> variables.array("ENVIRON").put(name, AwkValue.read(value)));
    variables.array("ARGV").put("0", AwkValue.of("awk"));
    for (int i = 0; i < operands.size(); i++) {
      variables.array("ARGV").put("" + (i + 1), AwkValue.read(operands.get(i)));
    }
    variables.global("ARGC", AwkValue.of(operands.size() + 1));
  }
}

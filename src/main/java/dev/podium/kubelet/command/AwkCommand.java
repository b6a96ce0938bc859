package dev.podium.kubelet.command;

import dev.podium.kubelet.command.AwkProgram.Expression;
import dev.podium.kubelet.command.AwkProgram.Rule;
import dev.podium.kubelet.command.AwkProgram.Statement;
import dev.podium.kubelet.command.AwkProgram.When;
import dev.podium.kubelet.process.Errno;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `awk`: walks over a script. Values are texts and numbers; what was read and looks like a number
/// compares as one.
final class AwkCommand {
  private static final int DEEPEST_CALL = 400;

  private final Cli cli;
  private final AwkProgram program;
  private final AwkStreams streams;
  private final AwkFunctions functions;
  private final Map<String, AwkValue> globals = new HashMap<>();
  private final Map<String, Map<String, AwkValue>> arrays = new HashMap<>();
  private final Deque<Frame> frames = new ArrayDeque<>();
  private final Set<Rule> open = new HashSet<>();
  private final List<String> arguments = new ArrayList<>();
  private final List<AwkValue> fields = new ArrayList<>();
  private final Map<String, Pattern> patterns = new HashMap<>();
  private String record = "";
  private boolean stale;
  private Optional<Lines> input = Optional.empty();
  private int nextArgument;
  private boolean usedInput;
  private int steps;

  private AwkCommand(Cli cli, AwkProgram program) {
    this.cli = cli;
    this.program = program;
    this.streams = new AwkStreams(cli);
    this.functions = new AwkFunctions(this, cli);
  }

  AwkStreams streams() {
    return streams;
  }

  /// The variables of a function that runs.
  private record Frame(
      Map<String, AwkValue> values, Map<String, Map<String, AwkValue>> arrays, Set<String> names) {}

  /// Leaves what runs.
  private static final class Leave extends RuntimeException {
    private static final long serialVersionUID = 1;
    final String how;
    final transient AwkValue value;

    Leave(String how, AwkValue value) {
      super(null, null, false, false);
      this.how = how;
      this.value = value;
    }
  }

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
    AwkCommand awk = new AwkCommand(cli, AwkScript.parse(script.toString()));
    awk.prepare(opts, operands);
    try {
      return awk.process();
    } finally {
      awk.streams().close();
    }
  }

  private void prepare(Opts opts, List<String> operands) {
    Map.of(
            "FS", " ", "OFS", " ", "ORS", "\n", "RS", "\n", "SUBSEP", "\034", "CONVFMT", "%.6g",
            "OFMT", "%.6g")
        .forEach((name, value) -> globals.put(name, AwkValue.of(value)));
    for (String name : List.of("NR", "NF", "FNR", "RSTART")) {
      globals.put(name, AwkValue.of(0));
    }
    globals.put("RLENGTH", AwkValue.of(-1));
    opts.value('F')
        .ifPresent(separator ->
            globals.put("FS", AwkValue.of(separator.equals("t") ? "\t" : unescaped(separator))));
    opts.values('v').forEach(this::assign);
    Map<String, AwkValue> environment = new HashMap<>();
    cli.environment().forEach((name, value) -> environment.put(name, AwkValue.read(value)));
    arrays.put("ENVIRON", environment);
    arguments.addAll(operands);
    Map<String, AwkValue> argv = new HashMap<>(Map.of("0", AwkValue.of("awk")));
    for (int i = 0; i < operands.size(); i++) {
      argv.put("" + (i + 1), AwkValue.read(operands.get(i)));
    }
    arrays.put("ARGV", argv);
    globals.put("ARGC", AwkValue.of(operands.size() + 1));
  }

  private static String unescaped(String text) {
    return text.replace("\\t", "\t").replace("\\n", "\n").replace("\\\\", "\\");
  }

  private boolean assign(String text) {
    Matcher matcher = Pattern.compile("([A-Za-z_]\\w*)=(.*)", Pattern.DOTALL).matcher(text);
    if (matcher.matches()) {
      set(matcher.group(1), AwkValue.read(unescaped(matcher.group(2))));
      return true;
    }
    return false;
  }

  private int process() throws IOException, InterruptedException {
    int code = 0;
    boolean exited = false;
    try {
      for (Rule rule : program.rules()) {
        if (rule.when() == When.BEGIN) {
          execute(rule.body().orElseThrow());
        }
      }
      if (program.rules().stream().anyMatch(rule -> rule.when() != When.BEGIN)) {
        lines();
      }
    } catch (Leave leave) {
      exited = leave.how.equals("exit");
      code = exited ? (int) leave.value.toNumber() : 0;
    }
    try {
      for (Rule rule : program.rules()) {
        if (rule.when() == When.END) {
          execute(rule.body().orElseThrow());
        }
      }
    } catch (Leave leave) {
      code = leave.value == AwkValue.NOTHING && exited ? code : (int) leave.value.toNumber();
    }
    return code & 0xff;
  }

  private void lines() throws IOException, InterruptedException {
    for (Optional<String> line = line(); line.isPresent(); line = line()) {
      setRecord(line.get());
      try {
        for (Rule rule : program.rules()) {
          if (rule.when() == When.LINE && selects(rule)) {
            if (rule.body().isPresent()) {
              execute(rule.body().get());
            } else {
              cli.print(record() + text("ORS"));
            }
          }
        }
      } catch (Leave leave) {
        if (leave.how.equals("nextfile")) {
          closeInput();
        } else if (!leave.how.equals("next")) {
          throw leave;
        }
      }
    }
  }

  private boolean selects(Rule rule) throws IOException, InterruptedException {
    if (rule.from().isEmpty()) {
      return true;
    }
    if (rule.to().isEmpty()) {
      return evaluate(rule.from().get()).holds();
    }
    if (!open.contains(rule)) {
      if (!evaluate(rule.from().get()).holds()) {
        return false;
      }
      open.add(rule);
    }
    if (evaluate(rule.to().get()).holds()) {
      open.remove(rule);
    }
    return true;
  }

  private void closeInput() throws IOException {
    if (input.isPresent()) {
      input.get().close();
      input = Optional.empty();
    }
  }

  /// The next record of the files that it was given.
  private Optional<String> line() throws IOException, InterruptedException {
    while (true) {
      if (input.isEmpty() && !open()) {
        return Optional.empty();
      }
      Optional<String> line = next(input.orElseThrow());
      if (line.isPresent()) {
        globals.put("NR", AwkValue.of(get("NR").toNumber() + 1));
        globals.put("FNR", AwkValue.of(get("FNR").toNumber() + 1));
        return line;
      }
      closeInput();
    }
  }

  private Optional<String> next(Lines lines) throws IOException, InterruptedException {
    if (!text("RS").isEmpty()) {
      return lines.next();
    }
    StringBuilder paragraph = new StringBuilder();
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      if (!line.get().isEmpty()) {
        paragraph.append(paragraph.isEmpty() ? "" : "\n").append(line.get());
      } else if (!paragraph.isEmpty()) {
        break;
      }
    }
    return paragraph.isEmpty() ? Optional.empty() : Optional.of(paragraph.toString());
  }

  private boolean open() throws IOException {
    while (nextArgument < arguments.size()) {
      String argument = arguments.get(nextArgument++);
      if (argument.isEmpty() || assign(argument)) {
        continue;
      }
      usedInput = true;
      try {
        input = Optional.of(lines(argument));
        globals.put("FILENAME", AwkValue.of(argument));
        globals.put("FNR", AwkValue.of(0));
        return true;
      } catch (Errno e) {
        cli.flush();
        cli.complain(
            cli.busybox()
                ? "awk: " + argument + ": " + Cli.reason(e)
                : "awk: cannot open " + argument + " (" + Cli.reason(e) + ")");
        throw new Leave("exit", AwkValue.of(cli.busybox() ? 1 : 2));
      }
    }
    if (usedInput) {
      return false;
    }
    usedInput = true;
    input = Optional.of(lines("-"));
    return true;
  }

  private Lines lines(String path) throws IOException {
    String separator = text("RS");
    return new Lines(cli, cli.open(path), separator.isEmpty() ? '\n' : separator.charAt(0));
  }

  private void setRecord(String text) {
    record = text;
    stale = false;
    split(text);
    globals.put("NF", AwkValue.of(fields.size()));
  }

  void split(String text) {
    fields.clear();
    for (String field : split(text, text("FS"))) {
      fields.add(AwkValue.read(field));
    }
  }

  List<String> split(String text, String separator) {
    if (text.isEmpty()) {
      return List.of();
    }
    if (separator.equals(" ")) {
      String plain = text.strip();
      return plain.isEmpty() ? List.of() : List.of(plain.split("\\s+"));
    }
    if (separator.isEmpty()) {
      return List.of(text.split(""));
    }
    Pattern pattern =
        separator.length() == 1 ? Pattern.compile(Pattern.quote(separator)) : pattern(separator);
    return List.of(pattern.split(text, -1));
  }

  private Pattern pattern(String regex) {
    return patterns.computeIfAbsent(regex, r -> Regexes.extended(r, false));
  }

  String record() {
    if (stale) {
      record =
          String.join(
              text("OFS"), fields.stream().map(value -> value.toText(text("CONVFMT"))).toList());
      stale = false;
    }
    return record;
  }

  String text(String variable) {
    return globals.getOrDefault(variable, AwkValue.NOTHING).toText("%.6g");
  }

  String string(AwkValue value) {
    return value.isNumber() ? value.toText(text("CONVFMT")) : value.text();
  }

  private Optional<Frame> frame(String name) {
    Frame frame = frames.peek();
    return frame != null && frame.names().contains(name) ? Optional.of(frame) : Optional.empty();
  }

  AwkValue get(String name) {
    return frame(name).map(Frame::values).orElse(globals).getOrDefault(name, AwkValue.NOTHING);
  }

  void set(String name, AwkValue value) {
    put(frame(name).map(Frame::values).orElse(globals), name, value);
    if (name.equals("NF") && frame(name).isEmpty()) {
      resize((int) value.toNumber());
    }
  }

  private void resize(int count) {
    int wanted = Math.clamp(count, 0, 100_000);
    while (fields.size() > wanted) {
      fields.removeLast();
    }
    while (fields.size() < wanted) {
      fields.add(AwkValue.read(""));
    }
    globals.put("NF", AwkValue.of(wanted));
    stale = true;
  }

  Map<String, AwkValue> array(String name) {
    return frame(name)
        .map(Frame::arrays)
        .orElse(arrays)
        .computeIfAbsent(name, _ -> new LinkedHashMap<>());
  }

  private String key(List<Expression> parts) throws IOException, InterruptedException {
    List<String> texts = new ArrayList<>();
    for (Expression part : parts) {
      texts.add(string(evaluate(part)));
    }
    return String.join(text("SUBSEP"), texts);
  }

  private void step() throws InterruptedException {
    if (++steps % 200 == 0) {
      cli.self().checkpoint();
    }
  }

  private void execute(Statement statement) throws IOException, InterruptedException {
    step();
    switch (statement) {
      case Statement.Block(List<Statement> statements) -> {
        for (Statement each : statements) {
          execute(each);
        }
      }
      case Statement.Simple(Expression expression) -> evaluate(expression);
      case Statement.Print print -> print(print);
      case Statement.If(Expression condition, Statement then, Optional<Statement> otherwise) -> {
        if (evaluate(condition).holds()) {
          execute(then);
        } else if (otherwise.isPresent()) {
          execute(otherwise.get());
        }
      }
      case Statement.Loop loop -> loop(loop);
      case Statement.Each(String variable, String array, Statement body) -> {
        for (String key : keys(array)) {
          set(variable, AwkValue.read(key));
          if (!round(body)) {
            break;
          }
        }
      }
      case Statement.Delete(String array, Optional<List<Expression>> key) -> {
        if (key.isPresent()) {
          array(array).remove(key(key.get()));
        } else {
          array(array).clear();
        }
      }
      case Statement.Leave(String how, Optional<Expression> value) ->
          throw new Leave(how, value.isPresent() ? evaluate(value.get()) : AwkValue.NOTHING);
    }
  }

  /// Small numbers in their order, as implementations mostly have them.
  private List<String> keys(String array) {
    List<String> keys = new ArrayList<>(array(array).keySet());
    if (keys.stream().allMatch(key -> key.matches("\\d{1,9}"))) {
      keys.sort(java.util.Comparator.comparingLong(Long::parseLong));
    }
    return keys;
  }

  private void loop(Statement.Loop loop) throws IOException, InterruptedException {
    if (loop.begin().isPresent()) {
      execute(loop.begin().get());
    }
    boolean first = loop.first();
    while (first || loop.condition().isEmpty() || evaluate(loop.condition().get()).holds()) {
      first = false;
      step();
      if (!round(loop.body())) {
        break;
      }
      if (loop.step().isPresent()) {
        execute(loop.step().get());
      }
    }
  }

  private boolean round(Statement body) throws IOException, InterruptedException {
    try {
      execute(body);
    } catch (Leave leave) {
      if (leave.how.equals("break")) {
        return false;
      }
      if (!leave.how.equals("continue")) {
        throw leave;
      }
    }
    return true;
  }

  private void print(Statement.Print print) throws IOException, InterruptedException {
    List<String> texts = new ArrayList<>();
    for (Expression expression : print.values()) {
      AwkValue value = evaluate(expression);
      texts.add(
          print.formatted()
              ? (value.isNumber() ? Double.toString(value.number()) : value.text())
              : value.isNumber() ? value.toText(text("OFMT")) : value.text());
    }
    String text;
    if (print.formatted()) {
      text = texts.isEmpty() ? "" : AwkFunctions.sprintf(print.values(), texts);
    } else {
      text = (print.values().isEmpty() ? record() : String.join(text("OFS"), texts)) + text("ORS");
    }
    if (print.to().isEmpty()) {
      cli.print(text);
    } else {
      String target = string(evaluate(print.to().get().target()));
      streams
          .output(print.to().get().operator(), target)
          .write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  AwkValue evaluate(Expression expression) throws IOException, InterruptedException {
    return switch (expression) {
      case Expression.Number(double value) -> AwkValue.of(value);
      case Expression.Text(String value) -> AwkValue.of(value);
      case Expression.Regex(Pattern pattern) ->
          AwkValue.of(Regexes.matcher(pattern, record()).find() ? 1 : 0);
      case Expression.Variable(String name) -> get(name);
      case Expression.Field(Expression index) -> field((int) evaluate(index).toNumber());
      case Expression.Element(String array, List<Expression> key) ->
          array(array).computeIfAbsent(key(key), _ -> AwkValue.NOTHING);
      case Expression.Grouped(List<Expression> values) ->
          values.size() == 1 ? evaluate(values.getFirst()) : AwkValue.of(key(values));
      case Expression.Unary(String operator, Expression value) -> {
        AwkValue inner = evaluate(value);
        yield operator.equals("!")
            ? AwkValue.of(inner.holds() ? 0 : 1)
            : AwkValue.of(operator.equals("-") ? -inner.toNumber() : inner.toNumber());
      }
      case Expression.Binary binary -> binary(binary);
      case Expression.Conditional(Expression condition, Expression then, Expression otherwise) ->
          evaluate(evaluate(condition).holds() ? then : otherwise);
      case Expression.Assign(String operator, Expression target, Expression value) -> {
        AwkValue right = evaluate(value);
        AwkValue result =
            operator.equals("=")
                ? (right == AwkValue.NOTHING ? AwkValue.read("") : right)
                : AwkValue.of(
                    arithmetic(
                        operator.substring(0, 1), evaluate(target).toNumber(), right.toNumber()));
        store(target, result);
        yield result;
      }
      case Expression.Increment(Expression target, int by, boolean before) -> {
        double old = evaluate(target).toNumber();
        store(target, AwkValue.of(old + by));
        yield AwkValue.of(before ? old + by : old);
      }
      case Expression.In(List<Expression> key, String array) ->
          AwkValue.of(array(array).containsKey(key(key)) ? 1 : 0);
      case Expression.Call(String name, List<Expression> values) ->
          AwkScript.BUILTINS.contains(name) ? functions.call(name, values) : call(name, values);
      case Expression.Getline getline -> AwkValue.of(getline(getline));
    };
  }

  private AwkValue field(int index) {
    if (index < 0) {
      throw new Usage("awk: attempt to access field " + index, 2);
    }
    return index == 0
        ? AwkValue.read(record())
        : index <= fields.size() ? fields.get(index - 1) : AwkValue.NOTHING;
  }

  private void put(Map<String, AwkValue> values, String key, AwkValue value) {
    AwkValue before = values.put(key, value);
    cli.holdings().add(weight(value) - (before == null ? -Holdings.weight(key) : weight(before)));
  }

  private static long weight(AwkValue value) {
    return Holdings.weight(value.text());
  }

  void store(Expression target, AwkValue value) throws IOException, InterruptedException {
    switch (target) {
      case Expression.Variable(String name) -> set(name, value);
      case Expression.Element(String array, List<Expression> key) ->
          put(array(array), key(key), value);
      case Expression.Field(Expression index) -> {
        int number = (int) evaluate(index).toNumber();
        if (number == 0) {
          setRecord(string(value));
          return;
        }
        if (number > fields.size()) {
          resize(number);
        }
        fields.set(number - 1, value.isNumber() ? AwkValue.read(string(value)) : value);
        stale = true;
      }
      default -> throw new Usage("awk: assignment to what is no variable", 2);
    }
  }

  private static double arithmetic(String operator, double left, double right) {
    return switch (operator) {
      case "+" -> left + right;
      case "-" -> left - right;
      case "*" -> left * right;
      case "/" -> {
        if (right == 0) {
          throw new Usage("awk: division by zero", 2);
        }
        yield left / right;
      }
      case "%" -> {
        if (right == 0) {
          throw new Usage("awk: division by zero in %", 2);
        }
        yield left % right;
      }
      default -> Math.pow(left, right);
    };
  }

  private AwkValue binary(Expression.Binary binary) throws IOException, InterruptedException {
    String operator = binary.operator();
    switch (operator) {
      case "&&" -> {
        return AwkValue.of(
            evaluate(binary.left()).holds() && evaluate(binary.right()).holds() ? 1 : 0);
      }
      case "||" -> {
        return AwkValue.of(
            evaluate(binary.left()).holds() || evaluate(binary.right()).holds() ? 1 : 0);
      }
      case "~", "!~" -> {
        boolean found =
            Regexes.matcher(regex(binary.right()), string(evaluate(binary.left()))).find();
        return AwkValue.of(found == operator.equals("~") ? 1 : 0);
      }
      default -> {}
    }
    AwkValue left = evaluate(binary.left());
    AwkValue right = evaluate(binary.right());
    return switch (operator) {
      case " " -> AwkValue.of(string(left) + string(right));
      case "<", "<=", "==", "!=", ">=", ">" -> {
        int order =
            left.numeric() && right.numeric()
                ? Double.compare(left.toNumber(), right.toNumber())
                : string(left).compareTo(string(right));
        boolean holds =
            switch (operator) {
              case "<" -> order < 0;
              case "<=" -> order <= 0;
              case "==" -> order == 0;
              case "!=" -> order != 0;
              case ">=" -> order >= 0;
              default -> order > 0;
            };
        yield AwkValue.of(holds ? 1 : 0);
      }
      default -> AwkValue.of(arithmetic(operator, left.toNumber(), right.toNumber()));
    };
  }

  Pattern regex(Expression expression) throws IOException, InterruptedException {
    return expression instanceof Expression.Regex(Pattern pattern)
        ? pattern
        : pattern(string(evaluate(expression)));
  }

  private double getline(Expression.Getline getline) throws IOException, InterruptedException {
    Optional<String> line;
    if (getline.source().isEmpty()) {
      line = line();
    } else {
      String source = string(evaluate(getline.source().get()));
      try {
        line = next(streams.source(source, getline.command()));
      } catch (Errno _) {
        return -1;
      }
    }
    if (line.isEmpty()) {
      return 0;
    }
    if (getline.target().isPresent()) {
      store(getline.target().get(), AwkValue.read(line.get()));
    } else {
      setRecord(line.get());
    }
    return 1;
  }

  private AwkValue call(String name, List<Expression> values)
      throws IOException, InterruptedException {
    Optional<AwkProgram.Function> found = Optional.ofNullable(program.functions().get(name));
    if (found.isEmpty()) {
      throw new Usage("awk: function " + name + " never defined", 2);
    }
    if (frames.size() > DEEPEST_CALL) {
      throw new Usage("awk: function call nesting too deep", 2);
    }
    Frame frame =
        new Frame(new HashMap<>(), new HashMap<>(), new HashSet<>(found.get().parameters()));
    for (int i = 0; i < found.get().parameters().size() && i < values.size(); i++) {
      String parameter = found.get().parameters().get(i);
      if (values.get(i) instanceof Expression.Variable(String variable)
          && (isArray(variable) || get(variable) == AwkValue.NOTHING)) {
        frame.arrays().put(parameter, array(variable));
      }
      frame
          .values()
          .put(
              parameter,
              values.get(i) instanceof Expression.Variable(String v)
                      && isArray(v)
                      && get(v) == AwkValue.NOTHING
                  ? AwkValue.NOTHING
                  : evaluate(values.get(i)));
    }
    frames.push(frame);
    try {
      execute(found.get().body());
      return AwkValue.NOTHING;
    } catch (Leave leave) {
      if (leave.how.equals("return")) {
        return leave.value;
      }
      throw leave;
    } finally {
      frames.pop();
    }
  }

  boolean isArray(String name) {
    return frame(name).map(Frame::arrays).orElse(arrays).containsKey(name);
  }
}

package dev.podium.kubelet.command;

import dev.podium.kubelet.command.AwkScript.Expression;
import dev.podium.kubelet.command.AwkScript.Rule;
import dev.podium.kubelet.command.AwkScript.Statement;
import dev.podium.kubelet.command.AwkScript.When;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.Process;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `awk`: walks over a script. Values are texts and numbers; what was read and looks like a number
/// compares as one.
final class AwkCommand {
  private static final int DEEPEST_CALL = 400;

  private final Cli cli;
  private final AwkScript.Program program;
  private final Map<String, Value> globals = new HashMap<>();
  private final Map<String, Map<String, Value>> arrays = new HashMap<>();
  private final Deque<Frame> frames = new ArrayDeque<>();
  private final Map<String, OutputStream> outputs = new HashMap<>();
  private final Map<String, Process.Child> children = new HashMap<>();
  private final Map<String, Lines> sources = new HashMap<>();
  private final Set<Rule> open = new HashSet<>();
  private final List<String> arguments = new ArrayList<>();
  private final List<Value> fields = new ArrayList<>();
  private final Map<String, Pattern> patterns = new HashMap<>();
  private final Random random = new Random(0);
  private String record = "";
  private boolean stale;
  private Optional<Lines> input = Optional.empty();
  private int nextArgument;
  private boolean usedInput;
  private int steps;
  private double seed;

  private AwkCommand(Cli cli, AwkScript.Program program) {
    this.cli = cli;
    this.program = program;
  }

  /// @param looksNumeric whether it came from outside
  private record Value(String text, double number, boolean isNumber, boolean looksNumeric) {
    static final Value NOTHING = new Value("", 0, false, true);

    static Value of(double number) {
      return new Value("", number, true, false);
    }

    static Value of(String text) {
      return new Value(text, 0, false, false);
    }

    static Value read(String text) {
      return new Value(text, 0, false, true);
    }

    boolean numeric() {
      return isNumber
          || (looksNumeric && (text.isEmpty() ? this == NOTHING : NUMERIC.matcher(text).matches()));
    }

    double toNumber() {
      return isNumber ? number : Formats.number(text);
    }

    String toText(String format) {
      return !isNumber
          ? text
          : number == Math.rint(number) && Math.abs(number) < 1e16
              ? Long.toString((long) number)
              : Formats.sprintf(format, List.of(Double.toString(number)));
    }

    boolean holds() {
      return numeric() ? toNumber() != 0 : !text.isEmpty();
    }
  }

  private static final Pattern NUMERIC =
      Pattern.compile("\\s*[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?\\s*");

  /// The variables of a function that runs.
  private record Frame(
      Map<String, Value> values, Map<String, Map<String, Value>> arrays, Set<String> names) {}

  /// Leaves what runs.
  private static final class Leave extends RuntimeException {
    private static final long serialVersionUID = 1;
    final String how;
    final transient Value value;

    Leave(String how, Value value) {
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
      awk.close();
    }
  }

  private void prepare(Opts opts, List<String> operands) {
    Map.of(
            "FS", " ", "OFS", " ", "ORS", "\n", "RS", "\n", "SUBSEP", "\034", "CONVFMT", "%.6g",
            "OFMT", "%.6g")
        .forEach((name, value) -> globals.put(name, Value.of(value)));
    for (String name : List.of("NR", "NF", "FNR", "RSTART")) {
      globals.put(name, Value.of(0));
    }
    globals.put("RLENGTH", Value.of(-1));
    opts.value('F')
        .ifPresent(separator ->
            globals.put("FS", Value.of(separator.equals("t") ? "\t" : unescaped(separator))));
    opts.values('v').forEach(this::assign);
    Map<String, Value> environment = new HashMap<>();
    cli.environment().forEach((name, value) -> environment.put(name, Value.read(value)));
    arrays.put("ENVIRON", environment);
    arguments.addAll(operands);
    Map<String, Value> argv = new HashMap<>(Map.of("0", Value.of("awk")));
    for (int i = 0; i < operands.size(); i++) {
      argv.put("" + (i + 1), Value.read(operands.get(i)));
    }
    arrays.put("ARGV", argv);
    globals.put("ARGC", Value.of(operands.size() + 1));
  }

  private static String unescaped(String text) {
    return text.replace("\\t", "\t").replace("\\n", "\n").replace("\\\\", "\\");
  }

  private boolean assign(String text) {
    Matcher matcher = Pattern.compile("([A-Za-z_]\\w*)=(.*)", Pattern.DOTALL).matcher(text);
    if (matcher.matches()) {
      set(matcher.group(1), Value.read(unescaped(matcher.group(2))));
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
      code = leave.value == Value.NOTHING && exited ? code : (int) leave.value.toNumber();
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
        globals.put("NR", Value.of(get("NR").toNumber() + 1));
        globals.put("FNR", Value.of(get("FNR").toNumber() + 1));
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
        globals.put("FILENAME", Value.of(argument));
        globals.put("FNR", Value.of(0));
        return true;
      } catch (Errno e) {
        cli.flush();
        cli.complain(
            cli.busybox()
                ? "awk: " + argument + ": " + Cli.reason(e)
                : "awk: cannot open " + argument + " (" + Cli.reason(e) + ")");
        throw new Leave("exit", Value.of(cli.busybox() ? 1 : 2));
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
    globals.put("NF", Value.of(fields.size()));
  }

  private void split(String text) {
    fields.clear();
    for (String field : split(text, text("FS"))) {
      fields.add(Value.read(field));
    }
  }

  private List<String> split(String text, String separator) {
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

  private String record() {
    if (stale) {
      record =
          String.join(
              text("OFS"), fields.stream().map(value -> value.toText(text("CONVFMT"))).toList());
      stale = false;
    }
    return record;
  }

  private String text(String variable) {
    return globals.getOrDefault(variable, Value.NOTHING).toText("%.6g");
  }

  private String string(Value value) {
    return value.isNumber() ? value.toText(text("CONVFMT")) : value.text();
  }

  private Optional<Frame> frame(String name) {
    Frame frame = frames.peek();
    return frame != null && frame.names().contains(name) ? Optional.of(frame) : Optional.empty();
  }

  private Value get(String name) {
    return frame(name).map(Frame::values).orElse(globals).getOrDefault(name, Value.NOTHING);
  }

  private void set(String name, Value value) {
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
      fields.add(Value.read(""));
    }
    globals.put("NF", Value.of(wanted));
    stale = true;
  }

  private Map<String, Value> array(String name) {
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
          set(variable, Value.read(key));
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
          throw new Leave(how, value.isPresent() ? evaluate(value.get()) : Value.NOTHING);
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
      Value value = evaluate(expression);
      texts.add(
          print.formatted()
              ? (value.isNumber() ? Double.toString(value.number()) : value.text())
              : value.isNumber() ? value.toText(text("OFMT")) : value.text());
    }
    String text;
    if (print.formatted()) {
      text = texts.isEmpty() ? "" : sprintf(print.values(), texts);
    } else {
      text = (print.values().isEmpty() ? record() : String.join(text("OFS"), texts)) + text("ORS");
    }
    if (print.to().isEmpty()) {
      cli.print(text);
    } else {
      String target = string(evaluate(print.to().get().target()));
      output(print.to().get().operator(), target).write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Whole numbers that are shown by `%s` look whole.
  private static String sprintf(List<Expression> values, List<String> texts) {
    List<String> shown =
        texts.stream().map(t -> t.endsWith(".0") ? t.substring(0, t.length() - 2) : t).toList();
    return Formats.sprintf(texts.getFirst(), shown.subList(1, shown.size()));
  }

  private OutputStream output(String operator, String target) throws IOException {
    OutputStream found = outputs.get(target);
    if (found != null) {
      return found;
    }
    cli.flush();
    OutputStream out;
    if (operator.equals("|")) {
      Process.Pipe pipe = cli.self().pipe();
      Process.Inheritance io =
          new Process.Inheritance(
              cli.environment(),
              cli.self().directory(),
              pipe.source(),
              cli.self().stdout(),
              cli.err());
      children.put(target, cli.self().spawn(List.of("sh", "-c", target), io));
      pipe.source().close();
      out = pipe.sink();
    } else {
      out =
          cli.create(
              target, operator.equals(">>") ? FileSystem.Open.APPEND : FileSystem.Open.TRUNCATE);
    }
    outputs.put(target, out);
    return out;
  }

  private int close(String name) throws IOException, InterruptedException {
    Optional<OutputStream> out = Optional.ofNullable(outputs.remove(name));
    Optional<Lines> in = Optional.ofNullable(sources.remove(name));
    if (out.isPresent()) {
      out.get().close();
    }
    if (in.isPresent()) {
      in.get().close();
    }
    Optional<Process.Child> child = Optional.ofNullable(children.remove(name));
    return child.isPresent() ? child.get().waitFor() : out.isPresent() || in.isPresent() ? 0 : -1;
  }

  private void close() throws IOException, InterruptedException {
    cli.flush();
    for (String name : List.copyOf(outputs.keySet())) {
      close(name);
    }
    for (String name : List.copyOf(sources.keySet())) {
      close(name);
    }
  }

  private Value evaluate(Expression expression) throws IOException, InterruptedException {
    return switch (expression) {
      case Expression.Number(double value) -> Value.of(value);
      case Expression.Text(String value) -> Value.of(value);
      case Expression.Regex(Pattern pattern) ->
          Value.of(Regexes.matcher(pattern, record()).find() ? 1 : 0);
      case Expression.Variable(String name) -> get(name);
      case Expression.Field(Expression index) -> field((int) evaluate(index).toNumber());
      case Expression.Element(String array, List<Expression> key) ->
          array(array).computeIfAbsent(key(key), _ -> Value.NOTHING);
      case Expression.Grouped(List<Expression> values) ->
          values.size() == 1 ? evaluate(values.getFirst()) : Value.of(key(values));
      case Expression.Unary(String operator, Expression value) -> {
        Value inner = evaluate(value);
        yield operator.equals("!")
            ? Value.of(inner.holds() ? 0 : 1)
            : Value.of(operator.equals("-") ? -inner.toNumber() : inner.toNumber());
      }
      case Expression.Binary binary -> binary(binary);
      case Expression.Conditional(Expression condition, Expression then, Expression otherwise) ->
          evaluate(evaluate(condition).holds() ? then : otherwise);
      case Expression.Assign(String operator, Expression target, Expression value) -> {
        Value right = evaluate(value);
        Value result =
            operator.equals("=")
                ? (right == Value.NOTHING ? Value.read("") : right)
                : Value.of(
                    arithmetic(
                        operator.substring(0, 1), evaluate(target).toNumber(), right.toNumber()));
        store(target, result);
        yield result;
      }
      case Expression.Increment(Expression target, int by, boolean before) -> {
        double old = evaluate(target).toNumber();
        store(target, Value.of(old + by));
        yield Value.of(before ? old + by : old);
      }
      case Expression.In(List<Expression> key, String array) ->
          Value.of(array(array).containsKey(key(key)) ? 1 : 0);
      case Expression.Call(String name, List<Expression> values) ->
          AwkScript.BUILTINS.contains(name) ? builtin(name, values) : call(name, values);
      case Expression.Getline getline -> Value.of(getline(getline));
    };
  }

  private Value field(int index) {
    if (index < 0) {
      throw new Usage("awk: attempt to access field " + index, 2);
    }
    return index == 0
        ? Value.read(record())
        : index <= fields.size() ? fields.get(index - 1) : Value.NOTHING;
  }

  private void put(Map<String, Value> values, String key, Value value) {
    Value before = values.put(key, value);
    cli.holdings().add(weight(value) - (before == null ? -Holdings.weight(key) : weight(before)));
  }

  private static long weight(Value value) {
    return Holdings.weight(value.text());
  }

  private void store(Expression target, Value value) throws IOException, InterruptedException {
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
        fields.set(number - 1, value.isNumber() ? Value.read(string(value)) : value);
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

  private Value binary(Expression.Binary binary) throws IOException, InterruptedException {
    String operator = binary.operator();
    switch (operator) {
      case "&&" -> {
        return Value.of(
            evaluate(binary.left()).holds() && evaluate(binary.right()).holds() ? 1 : 0);
      }
      case "||" -> {
        return Value.of(
            evaluate(binary.left()).holds() || evaluate(binary.right()).holds() ? 1 : 0);
      }
      case "~", "!~" -> {
        boolean found =
            Regexes.matcher(regex(binary.right()), string(evaluate(binary.left()))).find();
        return Value.of(found == operator.equals("~") ? 1 : 0);
      }
      default -> {}
    }
    Value left = evaluate(binary.left());
    Value right = evaluate(binary.right());
    return switch (operator) {
      case " " -> Value.of(string(left) + string(right));
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
        yield Value.of(holds ? 1 : 0);
      }
      default -> Value.of(arithmetic(operator, left.toNumber(), right.toNumber()));
    };
  }

  private Pattern regex(Expression expression) throws IOException, InterruptedException {
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
        line = next(source(source, getline.command()));
      } catch (Errno _) {
        return -1;
      }
    }
    if (line.isEmpty()) {
      return 0;
    }
    if (getline.target().isPresent()) {
      store(getline.target().get(), Value.read(line.get()));
    } else {
      setRecord(line.get());
    }
    return 1;
  }

  private Lines source(String source, boolean command) throws IOException {
    Lines found = sources.get(source);
    if (found != null) {
      return found;
    }
    Lines lines;
    if (command) {
      cli.flush();
      Process.Pipe pipe = cli.self().pipe();
      Process.Inheritance io =
          new Process.Inheritance(
              cli.environment(), cli.self().directory(), cli.in(), pipe.sink(), cli.err());
      children.put(source, cli.self().spawn(List.of("sh", "-c", source), io));
      pipe.sink().close();
      lines = new Lines(cli, pipe.source());
    } else {
      lines = new Lines(cli, cli.open(source));
    }
    sources.put(source, lines);
    return lines;
  }

  private Value call(String name, List<Expression> values)
      throws IOException, InterruptedException {
    Optional<AwkScript.Function> found = Optional.ofNullable(program.functions().get(name));
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
          && (isArray(variable) || get(variable) == Value.NOTHING)) {
        frame.arrays().put(parameter, array(variable));
      }
      frame
          .values()
          .put(
              parameter,
              values.get(i) instanceof Expression.Variable(String v)
                      && isArray(v)
                      && get(v) == Value.NOTHING
                  ? Value.NOTHING
                  : evaluate(values.get(i)));
    }
    frames.push(frame);
    try {
      execute(found.get().body());
      return Value.NOTHING;
    } catch (Leave leave) {
      if (leave.how.equals("return")) {
        return leave.value;
      }
      throw leave;
    } finally {
      frames.pop();
    }
  }

  private boolean isArray(String name) {
    return frame(name).map(Frame::arrays).orElse(arrays).containsKey(name);
  }

  private double number(List<Expression> values, int index)
      throws IOException, InterruptedException {
    return index < values.size() ? evaluate(values.get(index)).toNumber() : 0;
  }

  private String string(List<Expression> values, int index)
      throws IOException, InterruptedException {
    return index < values.size() ? string(evaluate(values.get(index))) : "";
  }

  private Value builtin(String name, List<Expression> values)
      throws IOException, InterruptedException {
    return switch (name) {
      case "length" -> {
        if (values.size() == 1
            && values.getFirst() instanceof Expression.Variable(String variable)
            && isArray(variable)) {
          yield Value.of(array(variable).size());
        }
        yield Value.of((values.isEmpty() ? record() : string(values, 0)).length());
      }
      case "substr" -> {
        String text = string(values, 0);
        double from = Math.rint(number(values, 1));
        double length = values.size() > 2 ? Math.rint(number(values, 2)) : Double.POSITIVE_INFINITY;
        int begin = (int) Math.clamp(from - 1, 0, text.length());
        int end = (int) Math.clamp(from - 1 + length, begin, text.length());
        yield Value.of(text.substring(begin, end));
      }
      case "index" -> Value.of(string(values, 0).indexOf(string(values, 1)) + 1);
      case "split" -> {
        String separator =
            values.size() < 3
                ? text("FS")
                : values.get(2) instanceof Expression.Regex(Pattern pattern)
                    ? pattern.pattern()
                    : string(values, 2);
        List<String> parts =
            values.size() > 2 && values.get(2) instanceof Expression.Regex(Pattern pattern)
                ? (string(values, 0).isEmpty()
                    ? List.of()
                    : List.of(pattern.split(string(values, 0), -1)))
                : split(string(values, 0), separator);
        Map<String, Value> array = array(((Expression.Variable) values.get(1)).name());
        array.clear();
        for (int i = 0; i < parts.size(); i++) {
          array.put("" + (i + 1), Value.read(parts.get(i)));
        }
        yield Value.of(parts.size());
      }
      case "sub", "gsub" -> substitute(values, name.equals("gsub"));
      case "gensub" -> {
        String how = string(values, 2);
        Matcher matcher =
            Regexes.matcher(regex(values.get(0)), values.size() > 3 ? string(values, 3) : record());
        String with = string(values, 1);
        StringBuilder out = new StringBuilder();
        int count = 0;
        while (matcher.find()) {
          count++;
          boolean replaces = how.toLowerCase(Locale.ROOT).startsWith("g") || how.equals("" + count);
          matcher.appendReplacement(
              out,
              Matcher.quoteReplacement(
                  replaces ? SedScript.replacement(with, matcher) : matcher.group()));
        }
        yield Value.of(matcher.appendTail(out).toString());
      }
      case "match" -> {
        Matcher matcher = Regexes.matcher(regex(values.get(1)), string(values, 0));
        boolean found = matcher.find();
        globals.put("RSTART", Value.of(found ? matcher.start() + 1 : 0));
        globals.put("RLENGTH", Value.of(found ? matcher.end() - matcher.start() : -1));
        yield get("RSTART");
      }
      case "sprintf" -> {
        List<String> texts = new ArrayList<>();
        for (Expression each : values) {
          Value value = evaluate(each);
          texts.add(value.isNumber() ? Double.toString(value.number()) : value.text());
        }
        yield Value.of(texts.isEmpty() ? "" : sprintf(values, texts));
      }
      case "tolower" -> Value.of(string(values, 0).toLowerCase(Locale.ROOT));
      case "toupper" -> Value.of(string(values, 0).toUpperCase(Locale.ROOT));
      case "system" -> {
        cli.flush();
        yield Value.of(Running.run(cli, List.of("sh", "-c", string(values, 0))));
      }
      case "close" -> Value.of(close(string(values, 0)));
      case "fflush" -> {
        cli.flush();
        yield Value.of(0);
      }
      case "systime" -> Value.of(cli.self().clock().now().getEpochSecond());
      case "strftime" ->
          Value.of(
              Dates.format(
                  values.isEmpty() ? "%a %b %e %H:%M:%S %Z %Y" : string(values, 0),
                  (values.size() > 1
                          ? java.time.Instant.ofEpochSecond((long) number(values, 1))
                          : cli.self().clock().now())
                      .atZone(Dates.zone(cli.variable("TZ", "")))));
      default -> Value.of(mathematics(name, values));
    };
  }

  private double mathematics(String name, List<Expression> values)
      throws IOException, InterruptedException {
    double first = number(values, 0);
    return switch (name) {
      case "sin" -> Math.sin(first);
      case "cos" -> Math.cos(first);
      case "atan2" -> Math.atan2(first, number(values, 1));
      case "exp" -> Math.exp(first);
      case "log" -> Math.log(first);
      case "sqrt" -> Math.sqrt(first);
      case "int" -> (double) (long) first;
      case "rand" -> random.nextDouble();
      case "and" -> (long) first & (long) number(values, 1);
      case "or" -> (long) first | (long) number(values, 1);
      case "xor" -> (long) first ^ (long) number(values, 1);
      case "lshift" -> (long) first << (long) number(values, 1);
      case "rshift" -> (long) first >> (long) number(values, 1);
      default -> {
        double before = seed;
        seed = values.isEmpty() ? cli.self().clock().now().getEpochSecond() : first;
        random.setSeed((long) seed);
        yield before;
      }
    };
  }

  private Value substitute(List<Expression> values, boolean all)
      throws IOException, InterruptedException {
    Expression target =
        values.size() > 2 ? values.get(2) : new Expression.Field(new Expression.Number(0));
    String text = string(evaluate(target));
    String with = string(values, 1);
    Matcher matcher = Regexes.matcher(regex(values.get(0)), text);
    StringBuilder out = new StringBuilder();
    int count = 0;
    while (matcher.find() && (all || count == 0)) {
      count++;
      StringBuilder replacement = new StringBuilder();
      for (int i = 0; i < with.length(); i++) {
        char c = with.charAt(i);
        if (c == '\\' && i + 1 < with.length() && "\\&".indexOf(with.charAt(i + 1)) >= 0) {
          replacement.append(with.charAt(++i));
        } else {
          replacement.append(c == '&' ? matcher.group() : String.valueOf(c));
        }
      }
      matcher.appendReplacement(out, Matcher.quoteReplacement(replacement.toString()));
    }
    if (count > 0) {
      store(target, Value.of(matcher.appendTail(out).toString()));
    }
    return Value.of(count);
  }
}

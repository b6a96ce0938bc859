package dev.podium.kubelet.shell;

import dev.podium.kubelet.command.Holdings;
import dev.podium.kubelet.command.Regexes;
import dev.podium.kubelet.pipe.Nowhere;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem.Open;
import dev.podium.kubelet.process.MemoryExhausted;
import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// One shell, or a subshell of one: its variables, functions, open files, jobs and traps, and what
/// it says. Used by the thread of its process alone.
final class Shell {
  /// What a command may print into a variable, in bytes.
  private static final int LONGEST_SUBSTITUTION = 8 << 20;

  private final Dialect dialect;
  private final Variables variables;
  private final Options options;
  private final Map<String, Node> functions;
  private final Map<String, String> aliases;
  private final Map<String, String> traps = new LinkedHashMap<>();
  private final Map<Signal, Boolean> ignored = new EnumMap<>(Signal.class);
  private final Jobs jobs = new Jobs();
  private final Expander expander = new Expander(this);
  private final Interpreter interpreter = new Interpreter(this);
  private final Instant started;
  private final int mainPid;
  private final boolean interactive;
  private final Holdings holdings;
  private Map<Integer, Descriptor> descriptors;
  private Process process;
  private String name;
  private List<String> positional;
  private int status;
  private int line = 1;
  private Optional<Integer> lastBackground = Optional.empty();
  private String lastArgument = "";
  private boolean fromString;
  private boolean subshell;
  private boolean trapping;
  private final List<String> history = new ArrayList<>();
  private final List<Substitution> substitutions = new ArrayList<>();

  Shell(Process process, Dialect dialect, String name, boolean interactive) {
    this.process = process;
    this.dialect = dialect;
    this.name = name;
    this.interactive = interactive;
    this.variables = Variables.of(process.environment());
    this.options = new Options();
    this.functions = new HashMap<>();
    this.aliases = new LinkedHashMap<>();
    this.positional = List.of();
    this.holdings = new Holdings(process);
    this.started = process.clock().now();
    this.mainPid = process.pid();
    this.descriptors = new HashMap<>();
    Descriptor input = Descriptor.inherited(process.stdin(), process.stdout());
    descriptors.put(0, input);
    descriptors.put(1, Descriptor.inherited(process.stdin(), process.stdout()));
    descriptors.put(2, Descriptor.inherited(process.stdin(), process.stderr()));
  }

  /// A copy for a subshell, which is going to have a process of its own.
  private Shell(Shell parent, Map<Integer, Descriptor> descriptors) {
    this.process = parent.process;
    this.dialect = parent.dialect;
    this.name = parent.name;
    this.interactive = false;
    this.variables = parent.variables.copy();
    this.options = parent.options.copy();
    this.functions = new HashMap<>(parent.functions);
    this.aliases = new LinkedHashMap<>(parent.aliases);
    this.positional = parent.positional;
    this.started = parent.started;
    this.mainPid = parent.mainPid;
    this.status = parent.status;
    this.line = parent.line;
    this.lastBackground = parent.lastBackground;
    this.fromString = parent.fromString;
    this.subshell = true;
    this.holdings = new Holdings(process);
    this.descriptors = descriptors;
    this.ignored.putAll(parent.ignored);
    this.history.addAll(parent.history);
    options.set('i', false);
  }

  Dialect dialect() {
    return dialect;
  }

  Variables variables() {
    return variables;
  }

  Options options() {
    return options;
  }

  Map<String, Node> functions() {
    return functions;
  }

  Map<String, String> aliases() {
    return aliases;
  }

  Map<String, String> traps() {
    return traps;
  }

  /// What it keeps in memory.
  Holdings holdings() {
    return holdings;
  }

  Jobs jobs() {
    return jobs;
  }

  Expander expander() {
    return expander;
  }

  Interpreter interpreter() {
    return interpreter;
  }

  Process process() {
    return process;
  }

  boolean interactive() {
    return interactive;
  }

  boolean isSubshell() {
    return subshell;
  }

  String name() {
    return name;
  }

  void rename(String other) {
    name = other;
  }

  List<String> positional() {
    return positional;
  }

  void positional(List<String> arguments) {
    positional = List.copyOf(arguments);
  }

  int status() {
    return status;
  }

  void status(int code) {
    status = code;
  }

  void line(int number) {
    line = number;
  }

  void lastArgument(String text) {
    lastArgument = text;
  }

  /// Its text comes from `-c`.
  void fromString(boolean yes) {
    fromString = yes;
  }

  Map<Integer, Descriptor> descriptors() {
    return descriptors;
  }

  void descriptors(Map<Integer, Descriptor> table) {
    descriptors = table;
  }

  private Descriptor descriptor(int number) {
    Descriptor descriptor = descriptors.get(number);
    return descriptor == null ? Descriptor.none() : descriptor;
  }

  InputStream in() {
    return descriptor(0).in();
  }

  InputStream in(int number) {
    return descriptor(number).in();
  }

  OutputStream out() {
    return descriptor(1).out();
  }

  OutputStream err() {
    return descriptor(2).out();
  }

  void print(String text) throws IOException {
    out().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The value of a parameter; empty where it is not set.
  Optional<String> parameter(String parameter) {
    return switch (parameter) {
      case "?" -> Optional.of("" + status);
      case "$" -> Optional.of("" + mainPid);
      case "!" -> lastBackground.map(String::valueOf);
      case "#" -> Optional.of("" + positional.size());
      case "-" -> Optional.of(options.letters() + (fromString ? "c" : ""));
      case "0" -> Optional.of(name);
      case "_" -> Optional.of(lastArgument);
      default -> {
        if (Character.isDigit(parameter.charAt(0))) {
          int index = parameter.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(parameter);
          yield index <= positional.size()
              ? Optional.of(positional.get(index - 1))
              : Optional.empty();
        }
        yield variable(parameter);
      }
    };
  }

  private Optional<String> variable(String variable) {
    Optional<String> value = variables.value(variable);
    if (value.isPresent() || dialect == Dialect.DASH && !variable.equals("LINENO")) {
      return value;
    }
    boolean bash = dialect == Dialect.BASH;
    return switch (variable) {
      case "RANDOM" -> Optional.of("" + ThreadLocalRandom.current().nextInt(32768));
      case "SECONDS" ->
          bash
              ? Optional.of("" + Duration.between(started, process.clock().now()).toSeconds())
              : Optional.empty();
      case "LINENO" -> Optional.of("" + line);
      case "EPOCHSECONDS" -> Optional.of("" + process.clock().now().getEpochSecond());
      case "BASHPID" -> bash ? Optional.of("" + process.pid()) : Optional.empty();
      case "UID", "EUID" -> bash ? Optional.of("" + process.uid()) : Optional.empty();
      case "HOSTNAME" -> Optional.of(process.container().hostname());
      case "BASH_VERSION" -> bash ? Optional.of("5.2.15(1)-release") : Optional.empty();
      default -> Optional.empty();
    };
  }

  /// What a text names: a variable, an element of an array, a parameter.
  Optional<String> named(String text) {
    int bracket = text.indexOf('[');
    if (bracket > 0 && text.endsWith("]")) {
      String key = text.substring(bracket + 1, text.length() - 1);
      return variables.find(text.substring(0, bracket)).map(v -> v.elements().get(key));
    }
    return text.isEmpty() ? Optional.empty() : parameter(text);
  }

  /// The key of an array's element.
  String key(String array, Word subscript) throws InterruptedException {
    boolean associative =
        variables.find(array).filter(v -> v.shape() == Variable.Shape.ASSOCIATIVE).isPresent();
    String text = expander.text(subscript);
    if (associative) {
      return text;
    }
    long index = evaluate(text);
    long length = variables.find(array).map(Variable::nextIndex).orElse(0L);
    return "" + (index < 0 ? index + length : index);
  }

  long evaluate(String expression) {
    return Arithmetic.evaluate(expression, new ArithmeticNames(this));
  }

  /// Where `~user` is.
  Optional<String> home(String user) {
    return switch (user) {
      case "" -> variables.value("HOME").or(() -> Optional.of("/root"));
      case "+" -> variables.value("PWD");
      case "-" -> variables.value("OLDPWD");
      case "root" -> Optional.of("/root");
      default -> Optional.empty();
    };
  }

  /// What children inherit.
  ///
  /// @param more variables that only this one has
  Process.Inheritance inheritance(Map<String, String> more) {
    Map<String, String> environment = variables.environment();
    environment.putAll(more);
    return new Process.Inheritance(environment, process.directory(), in(), out(), err());
  }

  /// Starts a subshell, which ends with what it is given.
  ///
  /// @param table its open files, which it releases
  Process.Child fork(Node body, Map<Integer, Descriptor> table) {
    return fork(table, child -> child.interpreter.run(body, true));
  }

  /// What a subshell does.
  private interface Task {
    int run(Shell child) throws InterruptedException, IOException;
  }

  private Process.Child fork(Map<Integer, Descriptor> table, Task task) {
    Shell child = new Shell(this, table);
    Process.Inheritance inheritance =
        new Process.Inheritance(
            variables.environment(), process.directory(), child.in(), child.out(), child.err());
    try {
      return process.fork(process.arguments(), self -> child.begin(self, task), inheritance);
    } catch (Errno e) {
      table.values().forEach(Descriptor::release);
      throw new ShellError(
          dialect == Dialect.BASH
              ? "fork: retry: " + e.code().text()
              : dialect == Dialect.ASH ? "can't fork: " + e.code().text() : "Cannot fork",
          dialect.failure());
    }
  }

  private int begin(Process self, Task task) throws InterruptedException, IOException {
    process = self;
    holdings.in(self);
    try {
      return finish(() -> task.run(this));
    } finally {
      descriptors.values().forEach(Descriptor::release);
    }
  }

  /// Something to be run.
  @FunctionalInterface
  interface Work {
    int run() throws InterruptedException, IOException;
  }

  /// Runs to the end of the shell.
  ///
  /// @return its exit code
  int finish(Work work) throws InterruptedException, IOException {
    int code;
    try {
      status = work.run();
      attend();
      code = status;
    } catch (Flow.Exit exit) {
      code = exit.status;
    } catch (Flow.Return exit) {
      code = exit.status;
    } catch (Flow.Leave _) {
      code = status;
    } catch (MemoryExhausted e) {
      complain(dialect.exhausted());
      code = 2;
    } catch (Regexes.TooLong _) {
      complain("podium: to match this takes more steps than are simulated");
      code = 2;
    } catch (ShellError e) {
      complain(e.text());
      code = e.status();
    }
    status = code;
    String trap = traps.remove("EXIT");
    if (trap != null) {
      try {
        interpreter.script(trap);
      } catch (Flow.Exit exit) {
        return exit.status;
      }
    }
    return code;
  }

  /// Shares its open files with a subshell.
  Map<Integer, Descriptor> share() {
    Map<Integer, Descriptor> table = new HashMap<>();
    descriptors.forEach((number, descriptor) -> table.put(number, descriptor.share()));
    return table;
  }

  /// A pipe with a name, at the other end of which commands read or write.
  String substituteFile(Node body, boolean reads) {
    String path = "/tmp/sh-np." + Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, 36);
    try {
      process.files().makePipe(path, 0600);
    } catch (Errno e) {
      throw new ShellError("cannot make pipe for process substitution: " + e.code().text(), 1);
    }
    substitutions.add(
        new Substitution(path, fork(share(), child -> child.atPipe(path, reads, body))));
    return path;
  }

  private int atPipe(String path, boolean reads, Node body)
      throws InterruptedException, IOException {
    Descriptor pipe;
    try {
      pipe =
          reads
              ? Descriptor.reading(process.files().read(path))
              : Descriptor.writing(process.files().write(path, Open.APPEND, 0600));
    } catch (Errno _) {
      // Nobody wanted it.
      return 0;
    }
    Descriptor old = descriptors.put(reads ? 0 : 1, pipe);
    if (old != null) {
      old.release();
    }
    return interpreter.run(body, true);
  }

  /// The command that they were substituted into has ended.
  ///
  /// @param from how many there were before it
  void forgetSubstitutions(int from) {
    while (substitutions.size() > from) {
      Substitution old = substitutions.removeLast();
      try {
        process.files().remove(old.path());
      } catch (Errno _) {
        // Somebody else has removed it.
      }
    }
  }

  int substitutions() {
    return substitutions.size();
  }

  /// A pipe that stands in for what commands read or write.
  private record Substitution(String path, Process.Child child) {}

  /// What commands print, without the line ends behind it.
  String substitute(Node body) throws InterruptedException {
    String text = new String(output(body), StandardCharsets.UTF_8).replace("\0", "");
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
    }
    return text.substring(0, end);
  }

  private byte[] output(Node body) throws InterruptedException {
    Process.Pipe pipe = process.pipe();
    Map<Integer, Descriptor> table = share();
    Descriptor old = table.put(1, Descriptor.writing(pipe.sink()));
    if (old != null) {
      old.release();
    }
    Process.Child child = fork(body, table);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream in = pipe.source()) {
      byte[] buffer = new byte[4096];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (bytes.size() > LONGEST_SUBSTITUTION) {
          throw new MemoryExhausted();
        }
        bytes.write(buffer, 0, n);
      }
    } catch (IOException _) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    status = child.waitFor();
    interpreter.substituted(status);
    return bytes.toByteArray();
  }

  /// Begins a job.
  Job background(Node body, String text) {
    Map<Integer, Descriptor> table = share();
    if (!interactive) {
      Descriptor old = table.put(0, Descriptor.reading(Nowhere.input()));
      if (old != null) {
        old.release();
      }
    }
    Process.Child child =
        interactive
            ? fork(body, table)
            : fork(
                table,
                own -> {
                  own.process.ignore(Signal.INT);
                  own.process.ignore(Signal.QUIT);
                  return own.interpreter.run(body, true);
                });
    lastBackground = Optional.of(child.pid());
    int group = options.has('m') ? child.pid() : process.group();
    process.regroup(child, group);
    return jobs.add(child, group, text);
  }

  /// Sets or, where the action is empty, lifts a trap.
  void trap(String condition, Optional<String> action) {
    Optional<Signal> signal = Signal.parse(condition);
    action.ifPresentOrElse(text -> traps.put(condition, text), () -> traps.remove(condition));
    if (signal.isEmpty()) {
      return;
    }
    if (action.filter(String::isEmpty).isPresent()) {
      process.ignore(signal.get());
      ignored.put(signal.get(), true);
    } else if (action.isPresent()) {
      process.onSignal(signal.get(), () -> jobs.tell(new Jobs.Event.Caught(signal.get())));
    } else {
      process.defaultAction(signal.get());
    }
  }

  /// Runs the traps of signals that have come, and takes notice of jobs that have ended.
  void attend() throws InterruptedException, IOException {
    process.checkpoint();
    while (!trapping) {
      Optional<Jobs.Event> event = jobs.poll();
      if (event.isEmpty()) {
        return;
      }
      attend(event.get());
    }
  }

  /// @return whether it was a signal
  boolean attend(Jobs.Event event) throws InterruptedException, IOException {
    if (!(event instanceof Jobs.Event.Caught(Signal signal))) {
      return false;
    }
    String action = traps.get(signal.name());
    if (action != null) {
      int before = status;
      trapping = true;
      try {
        interpreter.script(action);
      } finally {
        trapping = false;
      }
      status = before;
    }
    return true;
  }

  /// What has been typed.
  List<String> history() {
    return history;
  }

  /// What the complaints of a command that is built in begin with.
  String label(String builtin) {
    return switch (dialect) {
      case BASH -> name + ": " + (interactive ? "" : "line " + line + ": ") + builtin;
      case ASH -> List.of("kill", "[", "test", "printf").contains(builtin) ? name : builtin;
      case DASH -> name + ": " + line + ": " + builtin;
    };
  }

  /// What bash's messages begin with.
  String place() {
    return name + ": line " + line + ": ";
  }

  /// Says what is wrong, with the shell's name and the place in front.
  void complain(String text) throws IOException {
    complain("", text);
  }

  /// @param builtin whose complaint it is
  void complain(String builtin, String text) throws IOException {
    String command = builtin.isEmpty() ? "" : builtin + ": ";
    String prefix =
        switch (dialect) {
          case BASH -> name + ": " + (interactive ? "" : "line " + line + ": ") + command;
          case ASH ->
              name
                  + ": "
                  + command
                  + (interactive || (command.isEmpty() && fromString) ? "" : "line " + line + ": ");
          case DASH -> name + ": " + line + ": " + command;
        };
    err().write((prefix + text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// Reports a mistake in the language.
  void complain(SyntaxError error, String text) throws IOException {
    line = error.line();
    if (dialect != Dialect.BASH || interactive) {
      complain(dialect.syntaxError(error));
      return;
    }
    String prefix = name + ": " + (fromString ? "-c: " : "") + "line " + error.line() + ": ";
    StringBuilder message = new StringBuilder(prefix + dialect.syntaxError(error) + "\n");
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (!error.incomplete() && error.line() <= lines.size()) {
      message.append(prefix).append('`').append(lines.get(error.line() - 1)).append("'\n");
    }
    err().write(message.toString().getBytes(StandardCharsets.UTF_8));
  }
}

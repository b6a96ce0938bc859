package dev.podium.kubelet.shell;

import dev.podium.kubelet.command.Holdings;
import dev.podium.kubelet.command.Regexes;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.MemoryExhausted;
import dev.podium.kubelet.process.Process;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One shell, or a subshell of one: its environment as POSIX calls it, that is its variables,
/// functions, aliases, options, open files, traps and jobs. Used by the thread of its process
/// alone.
final class Shell {
  private final Dialect dialect;
  private final Variables variables;
  private final SpecialParameters parameters;
  private final Options options;
  private final Map<String, Node> functions;
  private final Map<String, String> aliases;
  private final Traps traps = new Traps(this);
  private final Jobs jobs = new Jobs();
  private final JobControl jobControl = new JobControl(this);
  private final Expander expander = new Expander(this);
  private final ProcessSubstitutions substitutions = new ProcessSubstitutions(this);
  private final Interpreter interpreter = new Interpreter(this);
  private final Complaints complaints = new Complaints(this);
  private final List<String> history = new ArrayList<>();
  private final boolean interactive;
  private final Holdings holdings;
  private DescriptorTable descriptors;
  private Process process;
  private String name;
  private List<String> positional;
  private int status;
  private int line = 1;
  private boolean fromString;

  Shell(Process process, Dialect dialect, String name, boolean interactive) {
    this.process = process;
    this.dialect = dialect;
    this.name = name;
    this.interactive = interactive;
    this.variables = Variables.of(process.environment());
    this.parameters = new SpecialParameters(this, process);
    this.options = new Options();
    this.functions = new HashMap<>();
    this.aliases = new LinkedHashMap<>();
    this.positional = List.of();
    this.holdings = new Holdings(process);
    this.descriptors = DescriptorTable.of(process);
  }

  /// A copy for a subshell, which is going to have a process of its own.
  private Shell(Shell parent, DescriptorTable descriptors) {
    this.process = parent.process;
    this.dialect = parent.dialect;
    this.name = parent.name;
    this.interactive = false;
    this.variables = parent.variables.copy();
    this.parameters = new SpecialParameters(this, parent.parameters);
    this.options = parent.options.copy();
    this.functions = new HashMap<>(parent.functions);
    this.aliases = new LinkedHashMap<>(parent.aliases);
    this.positional = parent.positional;
    this.status = parent.status;
    this.line = parent.line;
    this.fromString = parent.fromString;
    this.holdings = new Holdings(process);
    this.descriptors = descriptors;
    this.history.addAll(parent.history);
    options.set('i', false);
  }

  Dialect dialect() {
    return dialect;
  }

  Variables variables() {
    return variables;
  }

  /// What `$` and a name, a number or a sign stand for.
  SpecialParameters parameters() {
    return parameters;
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

  Traps traps() {
    return traps;
  }

  /// What it keeps in memory.
  Holdings holdings() {
    return holdings;
  }

  Jobs jobs() {
    return jobs;
  }

  JobControl jobControl() {
    return jobControl;
  }

  Expander expander() {
    return expander;
  }

  /// What stands for files in the command that is being run.
  ProcessSubstitutions substitutions() {
    return substitutions;
  }

  Interpreter interpreter() {
    return interpreter;
  }

  Complaints complaints() {
    return complaints;
  }

  Process process() {
    return process;
  }

  boolean interactive() {
    return interactive;
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

  /// Where the command stands that is being run.
  int line() {
    return line;
  }

  void line(int number) {
    line = number;
  }

  /// Whether its text comes from `-c`.
  boolean isFromString() {
    return fromString;
  }

  void fromString(boolean yes) {
    fromString = yes;
  }

  /// What has been typed.
  List<String> history() {
    return history;
  }

  DescriptorTable descriptors() {
    return descriptors;
  }

  void descriptors(DescriptorTable table) {
    descriptors = table;
  }

  InputStream in() {
    return in(0);
  }

  InputStream in(int number) {
    return descriptors.get(number).in();
  }

  OutputStream out() {
    return descriptors.get(1).out();
  }

  OutputStream err() {
    return descriptors.get(2).out();
  }

  void print(String text) throws IOException {
    out().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Says what is wrong, with the shell's name and the place in front.
  void complain(String text) throws IOException {
    complaints.say("", text);
  }

  /// @param builtin whose complaint it is
  void complain(String builtin, String text) throws IOException {
    complaints.say(builtin, text);
  }

  /// The key of an array's element.
  String key(String array, Word subscript) throws InterruptedException {
    Optional<Variable> variable = variables.find(array);
    String text = expander.text(subscript);
    if (variable.filter(v -> v.shape() == Variable.Shape.ASSOCIATIVE).isPresent()) {
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

  /// Something to be run.
  @FunctionalInterface
  interface Work {
    int run() throws InterruptedException, IOException;
  }

  /// What a subshell does.
  @FunctionalInterface
  interface Body {
    int run(Shell subshell) throws InterruptedException, IOException;
  }

  /// Starts a subshell, which ends with what it is given.
  ///
  /// @param table its open files, which it releases
  /// @param group empty for the shell's own
  Process.Child fork(Node body, DescriptorTable table, Optional<Process.Group> group)
      throws InterruptedException {
    return fork(table, group, subshell -> subshell.interpreter.run(body, true));
  }

  /// @param table its open files, which it releases
  /// @param group empty for the shell's own
  Process.Child fork(DescriptorTable table, Optional<Process.Group> group, Body body)
      throws InterruptedException {
    Shell subshell = new Shell(this, table);
    try {
      return process.fork(
          process.arguments(),
          self -> subshell.begin(self, body),
          subshell.inheritance(Map.of()).in(group));
    } catch (InterruptedException e) {
      table.release();
      throw e;
    } catch (Errno e) {
      table.release();
      throw new ShellError(dialect.cannotFork(e.code().text()), dialect.failure());
    }
  }

  private int begin(Process self, Body body) throws InterruptedException, IOException {
    process = self;
    holdings.in(self);
    try {
      return finish(() -> body.run(this));
    } finally {
      descriptors.release();
    }
  }

  /// Runs to the end of the shell.
  ///
  /// @return its exit code
  int finish(Work work) throws InterruptedException, IOException {
    status = lastStatus(work);
    return traps.exit(status);
  }

  private int lastStatus(Work work) throws InterruptedException, IOException {
    try {
      status = work.run();
      traps.attend();
      return status;
    } catch (Flow.Exit exit) {
      return exit.status;
    } catch (Flow.Return exit) {
      return exit.status;
    } catch (Flow.Leave _) {
      return status;
    } catch (MemoryExhausted e) {
      complain(dialect.exhausted());
      return 2;
    } catch (Regexes.TooLong _) {
      complain("podium: to match this takes more steps than are simulated");
      return 2;
    } catch (ShellError e) {
      complain(e.text());
      return e.status();
    }
  }
}

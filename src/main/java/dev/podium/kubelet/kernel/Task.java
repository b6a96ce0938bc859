package dev.podium.kubelet.kernel;

import dev.podium.kubelet.files.FileView;
import dev.podium.kubelet.pipe.PipeBuffer;
import dev.podium.kubelet.process.Container;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.FileSystem.Type;
import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Program;
import dev.podium.kubelet.process.Signal;
import dev.podium.kubelet.process.Terminal;
import dev.podium.kubelet.process.Variables;
import dev.podium.network.NetworkStack;
import dev.podium.time.Clock;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A process: who it is, what it has open, and its system calls. What changes of it is guarded by
/// the lock of its [PidNamespace], or volatile.
final class Task implements Process, Process.Child {
  private final LiveContainer container;
  private final PidNamespace processes;
  private final Optional<Terminal> terminal;
  private final Instant started;
  private final Consumer<Task> onEnd;
  private final TaskState state;
  private final SignalActions signals;
  private final TaskMemory memory;
  private volatile int pid;
  private volatile int parent;
  private volatile int group;
  private boolean takesTerminal;
  private volatile List<String> arguments;
  private Map<String, String> inherited;
  private Optional<Map<String, String>> environment = Optional.empty();
  private volatile String directory;
  private volatile StandardStreams streams;
  private volatile int umask = 022;
  private Optional<TaskNetwork> network = Optional.empty();
  private volatile Optional<Signal> endedBy = Optional.empty();

  /// @param parent 0 where nobody of the container started it
  /// @param onEnd called once, when it has ended
  Task(
      LiveContainer container,
      int parent,
      List<String> arguments,
      Inheritance inheritance,
      Optional<Terminal> terminal,
      Consumer<Task> onEnd) {
    this.container = container;
    this.processes = container.pids();
    this.parent = parent;
    this.arguments = List.copyOf(arguments);
    this.inherited = inheritance.environment();
    this.directory = inheritance.directory();
    this.streams = StandardStreams.of(inheritance);
    this.terminal = terminal;
    this.onEnd = onEnd;
    this.started = clock().now();
    this.state = new TaskState(processes);
    this.signals = new SignalActions(this, state, container.kernel(), processes);
    this.memory = new TaskMemory(container.memory(), state);
  }

  /// Joins the processes of its container and begins.
  ///
  /// @return false where who starts it has ended
  boolean begin(Program program, Optional<TaskState> starter) throws Errno {
    // All is ready before anybody sees it, who might end it.
    streams.hold();
    Thread runner = container.kernel().thread("process", new Execution(this, state, program));
    state.begin(runner);
    becomes(program);
    boolean joined = false;
    try {
      joined = processes.add(this, starter, container);
    } finally {
      if (!joined) {
        streams.release();
        container.kernel().forget(runner);
      }
    }
    if (joined) {
      runner.start();
    }
    return joined;
  }

  private void becomes(Program program) {
    if (program instanceof Program.Service) {
      signals.hold();
    }
  }

  /// The service that it is has begun.
  void listens() {
    signals.release();
  }

  /// It has an id from now on; with the lock held.
  void numbered(int id) {
    pid = id;
    group = group == 0 ? id : group;
    if (takesTerminal) {
      terminal.ifPresent(t -> t.foreground(group));
    }
  }

  /// The first end counts.
  void end(int code) {
    if (state.end(code)) {
      leave();
    }
  }

  /// A signal ends it; with the lock held.
  ///
  /// @return what else is to be done, without the lock
  Runnable die(Signal signal) {
    if (!state.end(128 + signal.number())) {
      return () -> {};
    }
    endedBy = Optional.of(signal);
    return this::leave;
  }

  private void leave() {
    signals.forget();
    network.ifPresent(TaskNetwork::close);
    streams.release();
    memory.free();
    processes.remove(this);
    state.interrupt();
    onEnd.accept(this);
  }

  /// Gets a signal.
  ///
  /// @param protectsFirst whether the first process of the namespace is safe from what it does not
  ///   handle, as it is from all but the node
  void deliver(Signal signal, boolean protectsFirst) {
    Runnable consequence;
    processes.lock.lock();
    try {
      consequence = take(signal, protectsFirst);
    } finally {
      processes.lock.unlock();
    }
    consequence.run();
  }

  /// Gets a signal, with the lock held.
  ///
  /// @return what else is to be done, without the lock
  Runnable take(Signal signal, boolean protectsFirst) {
    return signals.take(signal, protectsFirst);
  }

  void adopted(int by) {
    parent = by;
  }

  Instant started() {
    return started;
  }

  boolean isWorking() {
    return state.isWorking();
  }

  @Override
  public int pid() {
    return pid;
  }

  @Override
  public int parentPid() {
    return parent;
  }

  @Override
  public List<String> arguments() {
    return arguments;
  }

  @Override
  public Map<String, String> environment() {
    processes.lock.lock();
    try {
      Map<String, String> own = environment.orElseGet(() -> new LinkedHashMap<>(inherited));
      environment = Optional.of(own);
      return own;
    } finally {
      processes.lock.unlock();
    }
  }

  @Override
  public String directory() {
    return directory;
  }

  @Override
  public void changeDirectory(String path) throws Errno {
    FileSystem files = files();
    if (files.stat(path).type() != Type.DIRECTORY) {
      throw new Errno(Errno.Code.ENOTDIR);
    }
    directory = files.realPath(path);
  }

  @Override
  public int umask() {
    return umask;
  }

  @Override
  public void umask(int mask) {
    umask = mask;
  }

  @Override
  public InputStream stdin() {
    return streams.stdin();
  }

  @Override
  public OutputStream stdout() {
    return streams.stdout();
  }

  @Override
  public OutputStream stderr() {
    return streams.stderr();
  }

  @Override
  public Optional<Terminal> terminal() {
    return terminal;
  }

  @Override
  public FileSystem files() {
    return new FileView(container.mounts(), this);
  }

  @Override
  public NetworkStack network() {
    processes.lock.lock();
    try {
      TaskNetwork own = network.orElseGet(() -> new TaskNetwork(container.network()));
      network = Optional.of(own);
      return own;
    } finally {
      processes.lock.unlock();
    }
  }

  @Override
  public Clock clock() {
    return container.kernel().clock();
  }

  @Override
  public Container container() {
    return container;
  }

  @Override
  public long uid() {
    return container.spec().credentials().uid();
  }

  @Override
  public long gid() {
    return container.spec().credentials().gid();
  }

  @Override
  public List<Long> groups() {
    return container.spec().credentials().groups();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (state.hasEnded()) {
      throw new InterruptedException();
    }
    clock().sleep(duration);
    container.budget().waited();
    state.awaitContinuation();
  }

  @Override
  public void checkpoint() throws InterruptedException {
    if (Thread.interrupted() || state.hasEnded()) {
      throw new InterruptedException();
    }
    state.awaitContinuation();
    container.budget().look();
  }

  @Override
  public Pipe pipe() {
    return PipeBuffer.open();
  }

  @Override
  public Child spawn(List<String> command, Inheritance inheritance)
      throws Errno, InterruptedException {
    Loader.Loaded loaded = load(command, inheritance);
    return start(loaded.arguments(), loaded.program(), inheritance);
  }

  private Loader.Loaded load(List<String> command, Inheritance inheritance) throws Errno {
    return new Loader(container.kernel().programs(), files(), this)
        .load(command, inheritance.environment());
  }

  @Override
  public Child fork(List<String> words, Program.Command body, Inheritance inheritance)
      throws Errno, InterruptedException {
    return start(words, body, inheritance);
  }

  private Child start(List<String> words, Program program, Inheritance given)
      throws Errno, InterruptedException {
    Inheritance own =
        new Inheritance(
            Variables.of(given.environment()),
            given.directory(),
            given.stdin(),
            given.stdout(),
            given.stderr());
    Task child = new Task(container, pid, words, own, terminal, _ -> childEnded());
    child.umask = umask;
    child.group = given.group().map(Group::number).orElse(group);
    child.takesTerminal = given.group().filter(Group::foreground).isPresent();
    if (!child.begin(program, Optional.of(state))) {
      throw new InterruptedException();
    }
    return child;
  }

  private void childEnded() {
    if (!state.hasEnded()) {
      deliver(Signal.CHLD, true);
    }
  }

  @Override
  public int exec(List<String> command, Inheritance inheritance)
      throws Errno, InterruptedException {
    Loader.Loaded loaded = load(command, inheritance);
    StandardStreams latest = StandardStreams.of(inheritance);
    latest.hold();
    replace(loaded, inheritance, latest).release();
    if (state.hasEnded()) {
      throw new InterruptedException();
    }
    throw new Execution.Replaced(loaded.program());
  }

  /// @return the streams that it does not have any longer or, where it has ended, never had
  private StandardStreams replace(
      Loader.Loaded loaded, Inheritance inheritance, StandardStreams latest) {
    processes.lock.lock();
    try {
      if (state.hasEnded()) {
        return latest;
      }
      StandardStreams before = streams;
      arguments = List.copyOf(loaded.arguments());
      inherited = Variables.of(inheritance.environment());
      environment = Optional.empty();
      directory = inheritance.directory();
      streams = latest;
      signals.replaceProgram();
      becomes(loaded.program());
      return before;
    } finally {
      processes.lock.unlock();
    }
  }

  @Override
  public void onSignal(Signal signal, Runnable handler) {
    signals.handle(signal, handler);
  }

  @Override
  public void ignore(Signal signal) {
    signals.ignore(signal);
  }

  @Override
  public void defaultAction(Signal signal) {
    signals.restore(signal);
  }

  @Override
  public void exit(int code) {
    end(code);
  }

  @Override
  public void exitAfter(Duration duration) {
    state.endBy(clock().schedule(duration, () -> end(0)));
  }

  @Override
  public void allocate(long bytes) throws InterruptedException {
    memory.allocate(bytes);
  }

  @Override
  public void compute(long nanocores) {
    memory.compute(nanocores);
  }

  @Override
  public void hold(long bytes) {
    memory.hold(bytes);
  }

  @Override
  public void kill(int target, Signal signal) throws Errno {
    processes.kill(this, target, signal);
  }

  @Override
  public int group() {
    return group;
  }

  @Override
  public void foreground(int to) {
    processes.lock.lock();
    try {
      if (!state.hasEnded()) {
        terminal.ifPresent(t -> t.foreground(to));
      }
    } finally {
      processes.lock.unlock();
    }
  }

  @Override
  public boolean isStopped() {
    return state.isStopped();
  }

  @Override
  public Optional<Integer> waitForStop() throws InterruptedException {
    return state.await(true);
  }

  @Override
  public int waitFor() throws InterruptedException {
    return state.await(false).orElseThrow();
  }

  @Override
  public Optional<Integer> exitCode() {
    return state.exitCode();
  }

  @Override
  public Optional<Signal> endedBy() {
    return endedBy;
  }
}

package dev.podium.kubelet.kernel;

import dev.podium.kubelet.files.FileView;
import dev.podium.kubelet.pipe.PipeBuffer;
import dev.podium.kubelet.pipe.Shared;
import dev.podium.kubelet.process.Container;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.FileSystem.Type;
import dev.podium.kubelet.process.MemoryExhausted;
import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Program;
import dev.podium.kubelet.process.Signal;
import dev.podium.kubelet.process.Terminal;
import dev.podium.kubelet.process.Variables;
import dev.podium.network.NetworkStack;
import dev.podium.time.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A process. What changes of it is guarded by the lock of its [PidNamespace], or volatile.
final class Task implements Process, Process.Child {
  private static final Logger LOG = System.getLogger(Task.class.getName());

  /// What is no exit code: a service has begun.
  private static final int STARTED = Integer.MIN_VALUE;

  private static final int BROKEN_PIPE = 128 + 13;
  private static final Runnable IGNORE = () -> {};

  private final LiveContainer container;
  private final long uid;
  private final long gid;
  private final Optional<Terminal> terminal;
  private final Instant started;
  private final Consumer<Task> onEnd;
  private int pid;
  private volatile int parent;
  private volatile List<String> arguments;
  private Map<String, String> inherited;
  private Optional<Map<String, String>> environment = Optional.empty();
  private volatile String directory;
  private volatile InputStream stdin;
  private volatile OutputStream stdout;
  private volatile OutputStream stderr;
  private Optional<Thread> thread = Optional.empty();
  private Optional<EnumMap<Signal, Runnable>> handlers = Optional.empty();
  private Optional<TaskNetwork> network = Optional.empty();
  private Optional<Integer> exit = Optional.empty();
  private Optional<Clock.Timer> timer = Optional.empty();
  private volatile Optional<Signal> endedBy = Optional.empty();
  private volatile int umask = 022;
  private volatile int group;
  private volatile boolean stopped;
  private long memory;
  private final AtomicLong held = new AtomicLong();

  /// @param parent 0 where nobody of the container started it
  Task(
      LiveContainer container,
      int parent,
      List<String> arguments,
      Inheritance inheritance,
      Optional<Terminal> terminal,
      Consumer<Task> onEnd) {
    this.container = container;
    this.parent = parent;
    this.uid = container.spec().uid();
    this.gid = container.spec().gid();
    this.arguments = List.copyOf(arguments);
    this.inherited = inheritance.environment();
    this.directory = inheritance.directory();
    this.stdin = inheritance.stdin();
    this.stdout = inheritance.stdout();
    this.stderr = inheritance.stderr();
    this.terminal = terminal;
    this.onEnd = onEnd;
    this.started = container.kernel().clock().now();
  }

  /// Joins the processes of its container and begins.
  void begin(Program program) throws Errno {
    pid = container.processesHere().add(this, container);
    group = group == 0 ? pid : group;
    hold(stdin);
    hold(stdout);
    hold(stderr);
    Thread runner = container.kernel().thread("process", () -> run(program));
    PidNamespace processes = container.processesHere();
    processes.lock.lock();
    try {
      if (exit.isPresent()) {
        return;
      }
      thread = Optional.of(runner);
    } finally {
      processes.lock.unlock();
    }
    runner.start();
  }

  private void run(Program first) {
    Program program = first;
    while (true) {
      Program running = program;
      try {
        switch (running) {
          case Program.Command command -> end(run(() -> command.run(this)));
          case Program.Service service -> {
            int code =
                run(() -> {
                  service.start(this);
                  return STARTED;
                });
            if (code == STARTED) {
              becomeService();
            } else {
              end(code);
            }
          }
        }
        return;
      } catch (Replaced replaced) {
        program = replaced.by;
      }
    }
  }

  private void becomeService() {
    PidNamespace processes = container.processesHere();
    processes.lock.lock();
    try {
      thread = Optional.empty();
    } finally {
      processes.lock.unlock();
    }
  }

  /// What a program does.
  private interface Work {
    int run() throws InterruptedException, IOException;
  }

  private int run(Work work) {
    try {
      return work.run();
    } catch (InterruptedException _) {
      return 128 + Signal.INT.number();
    } catch (Errno e) {
      return e.code() == Errno.Code.EPIPE ? BROKEN_PIPE : failed(e);
    } catch (IOException e) {
      return failed(e);
    } catch (MemoryExhausted e) {
      return failed(new Errno(Errno.Code.ENOMEM));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.log(Level.WARNING, () -> "simulated " + name() + " failed", e);
      return 128 + 11;
    }
  }

  private int failed(IOException e) {
    if (exitCode().isEmpty()) {
      try {
        complain(name() + ": " + e.getMessage());
      } catch (IOException _) {
        // Nobody wants to hear it.
      }
    }
    return 1;
  }

  private String name() {
    String path = arguments.isEmpty() ? "process" : arguments.getFirst();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// The first end counts.
  void end(int code) {
    PidNamespace processes = container.processesHere();
    Optional<Thread> runner;
    processes.lock.lock();
    try {
      if (exit.isPresent()) {
        return;
      }
      exit = Optional.of(code & 0xff);
      runner = thread;
      handlers = Optional.empty();
    } finally {
      processes.lock.unlock();
    }
    timer.ifPresent(Clock.Timer::cancel);
    network.ifPresent(TaskNetwork::close);
    release(stdin);
    release(stdout);
    release(stderr);
    container.free(memory);
    container.hold(-held.getAndSet(0));
    processes.remove(this);
    runner.filter(t -> t != Thread.currentThread()).ifPresent(Thread::interrupt);
    onEnd.accept(this);
  }

  private void end(Signal signal) {
    if (exitCode().isEmpty()) {
      endedBy = Optional.of(signal);
      end(128 + signal.number());
    }
  }

  private static void hold(Object stream) {
    if (stream instanceof Shared shared) {
      shared.hold();
    }
  }

  private static void release(Object stream) {
    if (stream instanceof Shared shared) {
      shared.release();
    }
  }

  /// @param protectsFirst whether the first process of the namespace is safe from what it does not
  ///   handle, as it is from all but the node
  void deliver(Signal signal, boolean protectsFirst) {
    boolean first = pid == 1 && !container.processesHere().isShared();
    if (signal == Signal.KILL) {
      if (!first || !protectsFirst) {
        end(signal);
      }
      return;
    }
    if (signal == Signal.CONT) {
      stop(false);
    }
    Optional<Runnable> handler = handler(signal);
    if (handler.isPresent()) {
      if (handler.get() == IGNORE) {
        return;
      }
      if (isOnOwnThread()) {
        // Who signals himself has heard of it before he goes on.
        handler.get().run();
      } else {
        container.kernel().thread("signal", handler.get()).start();
      }
      return;
    }
    switch (signal) {
      case CHLD, WINCH -> {}
      case CONT -> stop(false);
      case STOP, TSTP -> stop(!first);
      case HUP, INT, QUIT, USR1, USR2, PIPE, ALRM, TERM, KILL -> {
        if (!first) {
          end(signal);
        }
      }
    }
  }

  private void stop(boolean yes) {
    PidNamespace processes = container.processesHere();
    processes.lock.lock();
    try {
      stopped = yes && exit.isEmpty();
      processes.changed.signalAll();
    } finally {
      processes.lock.unlock();
    }
  }

  /// Waits as long as it is stopped.
  private void awaitContinuation() throws InterruptedException {
    if (!stopped) {
      return;
    }
    PidNamespace processes = container.processesHere();
    processes.lock.lockInterruptibly();
    try {
      while (stopped && exit.isEmpty()) {
        processes.changed.await();
      }
    } finally {
      processes.lock.unlock();
    }
  }

  private boolean isOnOwnThread() {
    PidNamespace processes = container.processesHere();
    processes.lock.lock();
    try {
      return thread.filter(t -> t == Thread.currentThread()).isPresent();
    } finally {
      processes.lock.unlock();
    }
  }

  private Optional<Runnable> handler(Signal signal) {
    PidNamespace processes = container.processesHere();
    processes.lock.lock();
    try {
      return handlers.map(all -> all.get(signal));
    } finally {
      processes.lock.unlock();
    }
  }

  void adopted(int by) {
    parent = by;
  }

  Instant started() {
    return started;
  }

  boolean isWorking() {
    return thread.map(t -> t.getState() == Thread.State.RUNNABLE).orElse(false);
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
    PidNamespace processes = container.processesHere();
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
  public Optional<Signal> endedBy() {
    return endedBy;
  }

  @Override
  public InputStream stdin() {
    return stdin;
  }

  @Override
  public OutputStream stdout() {
    return stdout;
  }

  @Override
  public OutputStream stderr() {
    return stderr;
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
    PidNamespace processes = container.processesHere();
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
    return uid;
  }

  @Override
  public long gid() {
    return gid;
  }

  @Override
  public List<Long> groups() {
    return container.spec().groups();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (exitCode().isPresent()) {
      throw new InterruptedException();
    }
    clock().sleep(duration);
    container.budget().waited();
    awaitContinuation();
  }

  @Override
  public void checkpoint() throws InterruptedException {
    if (Thread.interrupted() || exitCode().isPresent()) {
      throw new InterruptedException();
    }
    awaitContinuation();
    container.budget().look();
  }

  @Override
  public Pipe pipe() {
    return PipeBuffer.open();
  }

  @Override
  public Child spawn(List<String> command, Inheritance inheritance) throws Errno {
    Loader.Loaded loaded = load(command, inheritance);
    return start(loaded.arguments(), loaded.program(), inheritance);
  }

  private Loader.Loaded load(List<String> command, Inheritance inheritance) throws Errno {
    return new Loader(container.kernel().programs(), files(), this)
        .load(command, inheritance.environment());
  }

  @Override
  public Child fork(List<String> words, Program.Command body, Inheritance inheritance)
      throws Errno {
    return start(words, body, inheritance);
  }

  private Child start(List<String> words, Program program, Inheritance inheritance) throws Errno {
    if (exitCode().isPresent()) {
      throw new Errno(Errno.Code.EAGAIN);
    }
    Task child = new Task(container, pid, words, copy(inheritance), terminal, _ -> childEnded());
    child.umask = umask;
    child.group = group;
    child.begin(program);
    return child;
  }

  private static Inheritance copy(Inheritance given) {
    return new Inheritance(
        Variables.of(given.environment()),
        given.directory(),
        given.stdin(),
        given.stdout(),
        given.stderr());
  }

  private void childEnded() {
    if (exitCode().isEmpty()) {
      deliver(Signal.CHLD, true);
    }
  }

  @Override
  public int exec(List<String> command, Inheritance inheritance) throws Errno {
    Loader.Loaded loaded = load(command, inheritance);
    hold(inheritance.stdin());
    hold(inheritance.stdout());
    hold(inheritance.stderr());
    release(stdin);
    release(stdout);
    release(stderr);
    PidNamespace processes = container.processesHere();
    processes.lock.lock();
    try {
      arguments = List.copyOf(loaded.arguments());
      inherited = Variables.of(inheritance.environment());
      environment = Optional.empty();
      directory = inheritance.directory();
      stdin = inheritance.stdin();
      stdout = inheritance.stdout();
      stderr = inheritance.stderr();
      handlers.ifPresent(all -> all.values().removeIf(handler -> handler != IGNORE));
    } finally {
      processes.lock.unlock();
    }
    throw new Replaced(loaded.program());
  }

  /// Unwinds a program that another one takes the place of.
  private static final class Replaced extends Error {
    private static final long serialVersionUID = 1;
    private final transient Program by;

    Replaced(Program by) {
      super(null, null, false, false);
      this.by = by;
    }
  }

  @Override
  public void onSignal(Signal signal, Runnable handler) {
    if (signal == Signal.KILL || signal == Signal.STOP) {
      return;
    }
    PidNamespace processes = container.processesHere();
    processes.lock.lock();
    try {
      if (exit.isEmpty()) {
        EnumMap<Signal, Runnable> all = handlers.orElseGet(() -> new EnumMap<>(Signal.class));
        all.put(signal, handler);
        handlers = Optional.of(all);
      }
    } finally {
      processes.lock.unlock();
    }
  }

  @Override
  public void ignore(Signal signal) {
    onSignal(signal, IGNORE);
  }

  @Override
  public void defaultAction(Signal signal) {
    PidNamespace processes = container.processesHere();
    processes.lock.lock();
    try {
      handlers.ifPresent(all -> all.remove(signal));
    } finally {
      processes.lock.unlock();
    }
  }

  @Override
  public void exit(int code) {
    end(code);
  }

  @Override
  public void exitAfter(Duration duration) {
    Clock.Timer alarm = clock().schedule(duration, () -> end(0));
    PidNamespace processes = container.processesHere();
    processes.lock.lock();
    try {
      if (exit.isEmpty()) {
        timer = Optional.of(alarm);
        return;
      }
    } finally {
      processes.lock.unlock();
    }
    alarm.cancel();
  }

  @Override
  public void allocate(long bytes) throws InterruptedException {
    memory += bytes;
    container.take(bytes);
    if (exitCode().isPresent()) {
      throw new InterruptedException();
    }
  }

  @Override
  public void hold(long bytes) {
    container.hold(bytes);
    held.addAndGet(bytes);
    if (exitCode().isPresent()) {
      container.hold(-held.getAndSet(0));
    }
  }

  @Override
  public void kill(int target, Signal signal) throws Errno {
    if (target < 0) {
      killGroup(-target, signal);
      return;
    }
    Task task =
        container.processesHere().find(target).orElseThrow(() -> new Errno(Errno.Code.ESRCH));
    if (uid != 0 && uid != task.uid) {
      throw new Errno(Errno.Code.EPERM);
    }
    task.deliver(signal, true);
  }

  private void killGroup(int number, Signal signal) throws Errno {
    List<Task> members =
        container.processesHere().all().stream()
            .filter(task -> task.group == number && (uid == 0 || uid == task.uid))
            .toList();
    if (members.isEmpty()) {
      throw new Errno(Errno.Code.ESRCH);
    }
    members.forEach(task -> task.deliver(signal, true));
  }

  @Override
  public int group() {
    return group;
  }

  @Override
  public void regroup(Child child, int to) {
    if (child instanceof Task task) {
      task.group = to;
    }
  }

  @Override
  public boolean isStopped() {
    return stopped;
  }

  @Override
  public Optional<Integer> waitForStop() throws InterruptedException {
    PidNamespace processes = container.processesHere();
    processes.lock.lockInterruptibly();
    try {
      while (exit.isEmpty() && !stopped) {
        processes.changed.await();
      }
      return exit;
    } finally {
      processes.lock.unlock();
    }
  }

  @Override
  public int waitFor() throws InterruptedException {
    PidNamespace processes = container.processesHere();
    processes.lock.lockInterruptibly();
    try {
      while (exit.isEmpty()) {
        processes.changed.await();
      }
      return exit.get();
    } finally {
      processes.lock.unlock();
    }
  }

  @Override
  public Optional<Integer> exitCode() {
    PidNamespace processes = container.processesHere();
    processes.lock.lock();
    try {
      return exit;
    } finally {
      processes.lock.unlock();
    }
  }
}

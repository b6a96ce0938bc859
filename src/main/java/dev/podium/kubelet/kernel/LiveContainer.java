package dev.podium.kubelet.kernel;

import dev.podium.kubelet.files.MountTable;
import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.kernel.Loader.Loaded;
import dev.podium.kubelet.logs.ContainerLog;
import dev.podium.kubelet.pipe.Nowhere;
import dev.podium.kubelet.pipe.PipeBuffer;
import dev.podium.kubelet.process.Confinement;
import dev.podium.kubelet.process.Container;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.MemoryExhausted;
import dev.podium.kubelet.process.Process.Inheritance;
import dev.podium.kubelet.process.Process.Pipe;
import dev.podium.kubelet.process.Signal;
import dev.podium.kubelet.process.Terminal;
import dev.podium.kubelet.process.Variables;
import dev.podium.network.NetworkStack;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// One run of a container: from the start of its first process to its end. Safe for use by any
/// thread.
public final class LiveContainer implements Container, AutoCloseable {
  /// The part of what all containers may hold that one of them may.
  private static final int SHARE = 2;

  private final Kernel kernel;
  private final ContainerSpec spec;
  private final Supplier<MountTable> mounts;
  private final NetworkStack network;
  private final PidNamespace processes;
  private final ContainerLog log;
  private final FanOut out;
  private final FanOut error;
  private final Budget budget;
  private final Instant started;
  private final Optional<Pipe> input;
  private final Optional<PseudoTerminal> terminal;
  private final Runnable onEnd;
  private final AtomicReference<Optional<MountTable>> files =
      new AtomicReference<>(Optional.empty());
  private volatile Optional<Task> first = Optional.empty();
  private volatile Optional<Exit> exit = Optional.empty();

  private volatile Confinement confinement;

  /// Guarded by the lock of `processes`.
  private long memory;

  private long held;

  private volatile boolean outOfMemory;

  /// @param mounts its files, worked out when somebody looks
  /// @param processes those that it sees
  /// @param onEnd called once when its first process has ended; does not block
  public LiveContainer(
      Kernel kernel,
      ContainerSpec spec,
      Supplier<MountTable> mounts,
      NetworkStack network,
      ProcessSpace processes,
      Runnable onEnd) {
    this.kernel = kernel;
    this.spec = spec;
    this.confinement = spec.confinement();
    this.mounts = mounts;
    this.network = network;
    this.processes = processes.namespace();
    this.onEnd = onEnd;
    this.log = new ContainerLog(kernel.clock(), kernel.logSpace());
    this.out = new FanOut(log.output());
    this.error = new FanOut(log.error());
    this.budget = kernel.budget();
    this.started = kernel.clock().now();
    this.terminal =
        spec.input().terminal()
            ? Optional.of(
                new PseudoTerminal(
                    out, (pid, signal) -> first.ifPresent(t -> tell(t, pid, signal))))
            : Optional.empty();
    this.input =
        spec.input().open() && terminal.isEmpty()
            ? Optional.of(PipeBuffer.open())
            : Optional.empty();
  }

  /// Starts the first process.
  ///
  /// @throws StartFailure where there is no such command
  public void start(List<String> command) throws StartFailure {
    InputStream stdin =
        terminal
            .map(PseudoTerminal::input)
            .or(() -> input.map(Pipe::source))
            .orElseGet(Nowhere::input);
    OutputStream stdout = terminal.map(PseudoTerminal::output).orElse(out);
    OutputStream stderr = terminal.map(PseudoTerminal::output).orElse(error);
    Inheritance inheritance =
        new Inheritance(environment(terminal.isPresent()), directory(), stdin, stdout, stderr);
    begin(
        command,
        inheritance,
        terminal,
        !spec.image().closed(),
        task -> first = Optional.of(task),
        this::ended);
  }

  private Task begin(
      List<String> command,
      Inheritance inheritance,
      Optional<PseudoTerminal> screen,
      boolean lenient,
      Consumer<Task> made,
      Consumer<Task> end)
      throws StartFailure {
    Optional<Terminal> terminalOf = screen.map(t -> t);
    Task task = new Task(this, 0, command, inheritance, terminalOf, end);
    try {
      Loaded loaded = load(command, inheritance, task, lenient);
      Task named = new Task(this, 0, loaded.arguments(), inheritance, terminalOf, end);
      made.accept(named);
      named.begin(loaded.program());
      return named;
    } catch (Errno e) {
      throw StartFailure.of(command.isEmpty() ? "" : command.getFirst(), e);
    }
  }

  /// In an image of which not everything is known, a program that nobody knows goes on quietly.
  private Loaded load(List<String> command, Inheritance inheritance, Task who, boolean lenient)
      throws Errno {
    try {
      return new Loader(kernel.programs(), who.files(), who)
          .load(command, inheritance.environment());
    } catch (Errno e) {
      boolean missing = e.code() == Errno.Code.ENOENT && !command.isEmpty();
      if (!lenient || !missing || !kernel.programs().has(Image.SERVER)) {
        throw e;
      }
      return new Loaded(kernel.programs().get(Image.SERVER), command);
    }
  }

  private Map<String, String> environment(boolean withTerminal) {
    if (!withTerminal) {
      return spec.environment();
    }
    Map<String, String> all = new LinkedHashMap<>(spec.environment());
    all.putIfAbsent("TERM", "xterm");
    return Variables.of(all);
  }

  private String directory() {
    return spec.directory();
  }

  private void ended(Task task) {
    exit = Optional.of(new Exit(kernel.clock().now(), task.exitCode().orElse(0), outOfMemory));
    // With the first process of a namespace all others end, whosoever they are.
    boolean all = task.pid() == 1;
    processes.all().stream()
        .filter(other -> all || other.container() == this)
        .forEach(other -> other.end(128 + Signal.KILL.number()));
    log.close();
    try {
      out.finish();
      error.finish();
      if (input.isPresent()) {
        input.get().sink().close();
        input.get().source().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    onEnd.run();
  }

  /// How its first process ended; empty while it runs.
  public Optional<Exit> exit() {
    return exit;
  }

  public ContainerLog log() {
    return log;
  }

  /// Sends a signal to its first process, as the node does.
  public void signal(Signal signal) {
    first.ifPresent(task -> task.deliver(signal, false));
  }

  /// Runs a command beside its first process.
  ///
  /// @param withInput whether anybody is going to write to it
  /// @throws StartFailure where there is no such command
  public Conversation exec(List<String> command, boolean withInput, boolean withTerminal)
      throws StartFailure {
    return withTerminal
        ? execAtTerminal(command)
        : execPlain(command, withInput, PipeBuffer.open(), PipeBuffer.open());
  }

  /// Runs a command that is given no input, and whose two outputs come as one.
  ///
  /// @throws StartFailure where there is no such command
  public Conversation execTogether(List<String> command) throws StartFailure {
    Pipe both = PipeBuffer.open();
    return execPlain(command, false, both, both);
  }

  private Conversation execPlain(List<String> command, boolean withInput, Pipe stdout, Pipe stderr)
      throws StartFailure {
    Pipe in = PipeBuffer.open();
    try {
      Task task =
          begin(
              command,
              new Inheritance(
                  environment(false), directory(), in.source(), stdout.sink(), stderr.sink()),
              Optional.empty(),
              false,
              _ -> {},
              _ -> {});
      return new Conversation(
          task, in.sink(), stdout.source(), stderr.source(), Optional.empty(), () -> {});
    } finally {
      close(in.source());
      close(stdout.sink());
      close(stderr.sink());
      if (!withInput) {
        close(in.sink());
      }
    }
  }

  private Conversation execAtTerminal(List<String> command) throws StartFailure {
    Pipe screen = PipeBuffer.open();
    Task[] leader = new Task[1];
    PseudoTerminal own =
        new PseudoTerminal(
            screen.sink(),
            (pid, signal) -> {
              if (leader[0] != null) {
                tell(leader[0], pid, signal);
              }
            });
    Task task =
        begin(
            command,
            new Inheritance(
                environment(true), directory(), own.input(), own.output(), own.output()),
            Optional.of(own),
            false,
            made -> leader[0] = made,
            _ -> close(screen.sink()));
    return new Conversation(
        task,
        new Keyboard(own),
        screen.source(),
        InputStream.nullInputStream(),
        Optional.of(own),
        own::hangUp);
  }

  /// Joins its first process.
  public Conversation attach(boolean withInput) {
    Task task = first.orElseThrow();
    Pipe stdout = PipeBuffer.open();
    Pipe stderr = PipeBuffer.open();
    out.attach(stdout.sink());
    error.attach(stderr.sink());
    if (exit.isPresent()) {
      close(stdout.sink());
      close(stderr.sink());
    }
    OutputStream stdin =
        !withInput
            ? OutputStream.nullOutputStream()
            : terminal
                .<OutputStream>map(Keyboard::new)
                .or(() -> input.map(pipe -> spec.input().once() ? pipe.sink() : open(pipe.sink())))
                .orElseGet(OutputStream::nullOutputStream);
    return new Conversation(
        task,
        stdin,
        stdout.source(),
        stderr.source(),
        terminal,
        () -> {
          out.detach(stdout.sink());
          error.detach(stderr.sink());
        });
  }

  /// A stream that stays open for others.
  private static OutputStream open(OutputStream stream) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        stream.write(b);
      }

      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        stream.write(from, offset, length);
      }
    };
  }

  private static void close(AutoCloseable stream) {
    try {
      stream.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// What is typed at a terminal.
  private static final class Keyboard extends OutputStream {
    private final PseudoTerminal terminal;

    Keyboard(PseudoTerminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      terminal.typed(from, offset, length);
    }
  }

  /// Sends what a terminal sends to the processes in its foreground; when it hangs up, to all of
  /// its own.
  private void tell(Task leader, int foreground, Signal signal) {
    int group = foreground == 0 ? leader.group() : foreground;
    boolean all = signal == Signal.HUP;
    // The later ones first, so that none ends because the one before it has ended.
    processes.all().reversed().stream()
        .filter(task -> all ? task.terminal().equals(leader.terminal()) : task.group() == group)
        .forEach(task -> task.deliver(signal, true));
  }

  /// Takes memory for one of its processes; the kernel kills them all where that is too much.
  void take(long bytes) {
    boolean tooMuch;
    processes.lock.lock();
    try {
      memory += bytes;
      tooMuch = memory > confinement.memoryLimit().orElse(Long.MAX_VALUE);
    } finally {
      processes.lock.unlock();
    }
    if (tooMuch) {
      outOfMemory = true;
      signal(Signal.KILL);
    }
  }

  /// Takes memory of our own for one of its processes.
  void hold(long bytes) {
    boolean tooMuch;
    processes.lock.lock();
    try {
      if (bytes > 0 && held + bytes > kernel.mostHeld() / SHARE) {
        throw new MemoryExhausted();
      }
      kernel.hold(bytes);
      held += bytes;
      tooMuch = memory + held > confinement.memoryLimit().orElse(Long.MAX_VALUE);
    } finally {
      processes.lock.unlock();
    }
    if (tooMuch) {
      outOfMemory = true;
      signal(Signal.KILL);
    }
  }

  void free(long bytes) {
    processes.lock.lock();
    try {
      memory -= bytes;
    } finally {
      processes.lock.unlock();
    }
  }

  Kernel kernel() {
    return kernel;
  }

  ContainerSpec spec() {
    return spec;
  }

  /// Its mounts, worked out now where nobody has looked yet.
  public MountTable mounts() {
    Optional<MountTable> present = files.get();
    if (present.isEmpty()) {
      files.compareAndSet(present, Optional.of(mounts.get()));
    }
    return files.get().orElseThrow();
  }

  NetworkStack network() {
    return network;
  }

  PidNamespace processesHere() {
    return processes;
  }

  Budget budget() {
    return budget;
  }

  /// Whether any process has looked at a file; where not, none was written.
  public boolean hasTouchedFiles() {
    return files.get().isPresent();
  }

  /// What was written over its image, in bytes.
  public long written() {
    return files.get().map(table -> table.root().volume().used()).orElse(0L);
  }

  /// The processes that it sees, for a container that is to see them too.
  public ProcessSpace space() {
    return ProcessSpace.of(processes);
  }

  /// Kills all of its processes.
  public void kill() {
    processes.all().stream()
        .filter(task -> task.container() == this)
        .forEach(task -> task.deliver(Signal.KILL, false));
  }

  /// Nothing of it is needed any longer but its log: what was written in it is gone.
  @Override
  public void close() {
    files.get().ifPresent(table -> table.root().volume().close());
  }

  /// Its files as its first process sees them.
  public Optional<FileSystem> files() {
    return first.map(Task::files);
  }

  @Override
  public String hostname() {
    return spec.hostname();
  }

  @Override
  public Image image() {
    return spec.image();
  }

  @Override
  public String podName() {
    return spec.podName();
  }

  @Override
  public String podNamespace() {
    return spec.podNamespace();
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public List<Integer> ports() {
    return spec.ports();
  }

  @Override
  public Instant started() {
    return started;
  }

  @Override
  public Confinement confinement() {
    return confinement;
  }

  /// From now on it may use so much.
  public void confine(Confinement latest) {
    confinement = latest;
  }

  @Override
  public long memoryUsed() {
    processes.lock.lock();
    try {
      return memory;
    } finally {
      processes.lock.unlock();
    }
  }

  @Override
  public List<ProcessInfo> processes() {
    List<ProcessInfo> all = new ArrayList<>();
    if (processes.isShared()) {
      all.add(new ProcessInfo(1, 0, 65535, List.of("/pause"), started, "S", Optional.empty()));
    }
    for (Task task : processes.all()) {
      all.add(
          new ProcessInfo(
              task.pid(),
              task.parentPid(),
              task.uid(),
              task.arguments(),
              task.started(),
              task.isStopped() ? "T" : task.isWorking() ? "R" : "S",
              Optional.of(task)));
    }
    return all;
  }
}

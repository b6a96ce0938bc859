package dev.podium.kubelet.kernel;

import dev.podium.kubelet.files.MountTable;
import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.logs.ContainerLog;
import dev.podium.kubelet.process.Confinement;
import dev.podium.kubelet.process.Container;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.Signal;
import dev.podium.network.NetworkStack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// One run of a container: from the start of its first process to its end. Safe for use by any
/// thread.
public final class LiveContainer implements Container, AutoCloseable {
  private final Kernel kernel;
  private final ContainerSpec spec;
  private final Supplier<MountTable> mounts;
  private final NetworkStack network;
  private final PidNamespace processes;
  private final Session session;
  private final ContainerIo io;
  private final MemoryCgroup memory;
  private final Budget budget;
  private final Instant started;
  private final Runnable onEnd;
  private final AtomicReference<Optional<MountTable>> files =
      new AtomicReference<>(Optional.empty());
  private volatile Optional<Exit> exit = Optional.empty();

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
    this.mounts = mounts;
    this.network = network;
    this.processes = processes.namespace();
    this.onEnd = onEnd;
    this.session = new Session(this.processes);
    this.io =
        new ContainerIo(spec.input(), new ContainerLog(kernel.clock(), kernel.logSpace()), session);
    this.memory = new MemoryCgroup(kernel, spec.confinement(), () -> signal(Signal.KILL));
    this.budget = kernel.budget();
    this.started = kernel.clock().now();
  }

  /// Starts the first process.
  ///
  /// @throws StartFailure where there is no such command
  public void start(List<String> command) throws StartFailure {
    new Launch(this, command, !spec.image().closed())
        .begin(io.streams(), io.terminal(), session, this::ended);
  }

  private void ended(Task task) {
    exit =
        Optional.of(
            new Exit(kernel.clock().now(), task.exitCode().orElse(0), memory.outOfMemory()));
    // With the first process of a namespace all others end, whosoever they are.
    boolean all = task.pid() == 1;
    processes.all().stream()
        .filter(other -> all || other.container() == this)
        .forEach(other -> other.end(128 + Signal.KILL.number()));
    io.finish();
    onEnd.run();
  }

  /// How its first process ended; empty while it runs.
  public Optional<Exit> exit() {
    return exit;
  }

  public ContainerLog log() {
    return io.log();
  }

  /// Sends a signal to its first process, as the node does.
  public void signal(Signal signal) {
    session.leader().ifPresent(task -> task.deliver(signal, false));
  }

  /// Runs a command beside its first process.
  ///
  /// @param withInput whether anybody is going to write to it
  /// @throws StartFailure where there is no such command
  public Conversation exec(List<String> command, boolean withInput, boolean withTerminal)
      throws StartFailure {
    Exec exec = new Exec(this, command);
    return withTerminal ? exec.atTerminal() : exec.plain(withInput);
  }

  /// Runs a command that is given no input, and whose two outputs come as one.
  ///
  /// @throws StartFailure where there is no such command
  public Conversation execTogether(List<String> command) throws StartFailure {
    return new Exec(this, command).together();
  }

  /// Joins its first process.
  public Conversation attach(boolean withInput) {
    return io.attach(session.leader().orElseThrow(), withInput);
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

  PidNamespace pids() {
    return processes;
  }

  MemoryCgroup memory() {
    return memory;
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
    files.get().ifPresent(MountTable::close);
  }

  /// Its files as its first process sees them.
  public Optional<FileSystem> files() {
    return session.leader().map(Task::files);
  }

  @Override
  public String hostname() {
    return spec.names().host();
  }

  @Override
  public Image image() {
    return spec.image();
  }

  @Override
  public String podName() {
    return spec.names().podName();
  }

  @Override
  public String podNamespace() {
    return spec.names().podNamespace();
  }

  @Override
  public String name() {
    return spec.names().container();
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
    return memory.confinement();
  }

  /// From now on it may use so much.
  public void confine(Confinement latest) {
    memory.confine(latest);
  }

  @Override
  public long memoryUsed() {
    return memory.used();
  }

  /// In nanocores, as its processes say by [dev.podium.kubelet.process.Process#compute].
  public long computing() {
    return memory.computing();
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

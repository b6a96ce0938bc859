package dev.podium.kubelet.process;

import dev.podium.network.NetworkStack;
import dev.podium.time.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A simulated process, as its program sees it: its arguments, what it inherits, and its system
/// calls. Nothing of it reaches the host.
public interface Process {
  int pid();

  int parentPid();

  /// With the name that it was called by in front.
  List<String> arguments();

  /// Its own copy; changes are seen by its children only, where they are given them.
  Map<String, String> environment();

  /// The working directory, absolute.
  String directory();

  void changeDirectory(String path) throws Errno;

  /// The permissions that what it makes does not get, such as 022.
  int umask();

  /// Its children have it too.
  void umask(int mask);

  InputStream stdin();

  OutputStream stdout();

  OutputStream stderr();

  /// The terminal that it is attached to, if any.
  Optional<Terminal> terminal();

  /// What it sees of the file system of its container; relative paths start at [#directory].
  FileSystem files();

  NetworkStack network();

  Clock clock();

  /// The container that it runs in: its processes, its image, its limits.
  Container container();

  long uid();

  long gid();

  /// Whether it has a piece of the superuser's power.
  default boolean may(Capability capability) {
    return uid() == 0 && container().confinement().privileges().has(capability);
  }

  /// Waits in simulated time.
  default void sleep(Duration duration) throws InterruptedException {
    clock().sleep(duration);
  }

  /// Starts a child.
  ///
  /// @param command the first word is looked up in `PATH` unless it has a slash
  /// @throws Errno ENOENT, EACCES or ENOEXEC where there is no such program; EAGAIN where the
  ///   container has too many processes
  /// @throws InterruptedException where this process has ended, and starts nothing any longer
  Child spawn(List<String> command, Inheritance inheritance) throws Errno, InterruptedException;

  /// Starts a child that goes on with `body` rather than with a program of its own, as a shell
  /// makes copies of itself for the parts of a pipeline and for what stands in parentheses.
  ///
  /// @param arguments what `ps` says of it
  /// @throws Errno EAGAIN where the container has too many processes
  /// @throws InterruptedException where this process has ended, and starts nothing any longer
  Child fork(List<String> arguments, Program.Command body, Inheritance inheritance)
      throws Errno, InterruptedException;

  /// Becomes another program: the same process with another name, other arguments and streams, and
  /// without handlers of signals. The caller ends at once with what it returns.
  ///
  /// @return the exit code, once that program has ended
  /// @throws Errno ENOENT or EACCES where there is no such program; the process is as it was then
  int exec(List<String> command, Inheritance inheritance) throws IOException, InterruptedException;

  /// To be called by whoever works on and on without waiting for anything (a shell before each
  /// command): holds up a container that takes more than its share of the processor.
  ///
  /// @throws InterruptedException when the process is killed
  void checkpoint() throws InterruptedException;

  /// What a child gets that is given nothing else than this process has.
  default Inheritance inheritance() {
    return new Inheritance(environment(), directory(), stdin(), stdout(), stderr());
  }

  /// Two connected ends. Each is closed by whoever asked for them; a child that is given one keeps
  /// it open until it ends. Reading ends when no writer is left; writing then fails with EPIPE
  /// where no reader is.
  Pipe pipe();

  /// Bounded: a writer waits for its reader.
  record Pipe(InputStream source, OutputStream sink) {}

  /// The groups that it belongs to besides [#gid].
  List<Long> groups();

  /// What the process does on a signal in place of what is usual; SIGKILL and SIGSTOP are not for
  /// it to handle. The handler runs on a virtual thread.
  void onSignal(Signal signal, Runnable handler);

  /// Takes no notice of a signal.
  void ignore(Signal signal);

  /// Takes a handler back.
  void defaultAction(Signal signal);

  /// Ends it; for services, whose program has returned.
  void exit(int code);

  /// Ends it with 0 when the time has passed, without a thread that waits for that; for services.
  void exitAfter(Duration duration);

  /// Takes memory, in bytes, from what the container may have; beyond its limit the container is
  /// killed. A negative number gives some back; the end of the process gives back all.
  void allocate(long bytes) throws InterruptedException;

  /// Takes nanocores of the processor, of which the metrics server learns; a negative number gives
  /// some back, the end of the process all.
  void compute(long nanocores);

  /// The group that it belongs to, which has the number of the process that it began with. What a
  /// terminal sends goes to all of a group.
  int group();

  /// Gives the terminal, where there is one, to a group; one that has ended gives it to nobody.
  void foreground(int group);

  /// Takes memory that what simulates the process really needs, in bytes; a negative number gives
  /// some back, the end of the process all. It counts for the container's limit too.
  ///
  /// @throws MemoryExhausted where the container, or all of them, would have too much
  void hold(long bytes);

  /// A child as its parent sees it.
  interface Child {
    int pid();

    /// @return the exit code: 128 and the signal where one killed it
    int waitFor() throws InterruptedException;

    /// Waits until it ends or is stopped.
    ///
    /// @return the exit code; empty where it is stopped
    Optional<Integer> waitForStop() throws InterruptedException;

    boolean isStopped();

    /// Empty while it runs.
    Optional<Integer> exitCode();

    /// The signal that ended it; empty while it runs, or where it ended by itself.
    Optional<Signal> endedBy();
  }

  /// The group that a child is born into, so that it is never seen in another one.
  ///
  /// @param number 0 for a new one, which the child is the first of
  /// @param foreground whether it has the terminal before the child begins
  record Group(int number, boolean foreground) {}

  /// What a child gets from its parent, with the terminal.
  ///
  /// @param group empty for the parent's
  record Inheritance(
      Map<String, String> environment,
      String directory,
      InputStream stdin,
      OutputStream stdout,
      OutputStream stderr,
      Optional<Group> group) {
    public Inheritance(
        Map<String, String> environment,
        String directory,
        InputStream stdin,
        OutputStream stdout,
        OutputStream stderr) {
      this(environment, directory, stdin, stdout, stderr, Optional.empty());
    }

    public Inheritance in(Optional<Group> other) {
      return new Inheritance(environment, directory, stdin, stdout, stderr, other);
    }
  }

  /// Sends a signal to a process of the same container.
  ///
  /// @param pid a negative one for all of a group
  /// @throws Errno ESRCH, EPERM
  void kill(int pid, Signal signal) throws Errno;

  /// Writes a line to stderr.
  default void complain(String text) throws IOException {
    stderr().write((text + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}

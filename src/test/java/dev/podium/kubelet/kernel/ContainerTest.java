package dev.podium.kubelet.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.kubelet.files.MountTable;
import dev.podium.kubelet.files.Mounted;
import dev.podium.kubelet.files.Volume;
import dev.podium.kubelet.image.ImageCatalog;
import dev.podium.kubelet.image.ImageName;
import dev.podium.kubelet.logs.LogLine;
import dev.podium.kubelet.process.Confinement;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem.Open;
import dev.podium.kubelet.process.FileSystem.Type;
import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Process.Inheritance;
import dev.podium.kubelet.process.Process.Pipe;
import dev.podium.kubelet.process.Program;
import dev.podium.kubelet.process.Programs;
import dev.podium.kubelet.process.Signal;
import dev.podium.network.Network;
import dev.podium.time.Pace;
import dev.podium.time.PacedClock;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A container whose programs are the test's.
class ContainerTest {
  private final PacedClock clock = new PacedClock(new Pace(100, true), InstantSource.system());
  private final Network network = Network.plain(clock);
  private final Map<String, Program> programs = new HashMap<>();
  private final List<Kernel> kernels = new ArrayList<>();
  private CountDownLatch ended = new CountDownLatch(1);
  private Program.Command first = _ -> 0;
  private ContainerSpec.Input input = ContainerSpec.Input.NONE;

  @AfterEach
  void end() {
    kernels.forEach(Kernel::close);
    network.close();
    clock.close();
  }

  @Test
  void whatTheFirstProcessWritesIsLoggedAndItsExitCodeIsTheContainers() throws Exception {
    LiveContainer container =
        run(self -> {
          self.stdout().write("one\ntwo\nthr".getBytes(UTF_8));
          self.complain("bad");
          return 3;
        });
    assertThat(container.exit().orElseThrow().code()).isEqualTo(3);
    assertThat(container.log().lines())
        .extracting(LogLine::text)
        .containsExactly("one", "two", "bad", "thr");
    assertThat(container.log().lines().getLast().complete()).isFalse();
  }

  @Test
  void aChildIsFoundByPathAndReadsWhatIsPipedToIt() throws Exception {
    programs.put("cat", (Program.Command) ContainerTest::copy);
    LiveContainer container =
        run(self -> {
          Pipe pipe = self.pipe();
          Inheritance own = self.inheritance();
          Process.Child child =
              self.spawn(
                  List.of("cat"),
                  new Inheritance(
                      own.environment(),
                      own.directory(),
                      pipe.source(),
                      own.stdout(),
                      own.stderr()));
          pipe.source().close();
          pipe.sink().write("through a pipe\n".getBytes(UTF_8));
          pipe.sink().close();
          return child.waitFor();
        });
    assertThat(container.log().lines()).extracting(LogLine::text).containsExactly("through a pipe");
  }

  private static int copy(Process self) throws IOException {
    self.stdin().transferTo(self.stdout());
    return 0;
  }

  @Test
  void whoWritesIntoAPipeThatNobodyReadsIsKilled() throws Exception {
    programs.put("yes", (Program.Command) ContainerTest::yes);
    LiveContainer container =
        run(self -> {
          Pipe pipe = self.pipe();
          Inheritance own = self.inheritance();
          Process.Child child =
              self.spawn(
                  List.of("yes"),
                  new Inheritance(
                      own.environment(), own.directory(), own.stdin(), pipe.sink(), own.stderr()));
          pipe.sink().close();
          pipe.source().readNBytes(100);
          pipe.source().close();
          return child.waitFor();
        });
    assertThat(container.exit().orElseThrow().code()).isEqualTo(141);
  }

  private static int yes(Process self) throws IOException {
    while (true) {
      self.stdout().write("y\n".getBytes(UTF_8));
    }
  }

  @Test
  void commandsThatAreNotThereOrMayNotRunCannotBeStarted() throws Exception {
    LiveContainer container =
        run(self -> {
          for (String command : List.of("nonsense", "/etc/passwd", "/bin")) {
            try {
              self.spawn(List.of(command), self.inheritance());
            } catch (Errno e) {
              self.complain(e.code().name());
            }
          }
          return 0;
        });
    assertThat(container.log().lines())
        .extracting(LogLine::text)
        .containsExactly("ENOENT", "EACCES", "EACCES");
    assertThatThrownBy(() -> start(List.of("nonsense"), OptionalLong.empty()))
        .hasMessage("exec: \"nonsense\": executable file not found in $PATH");
  }

  @Test
  void aScriptRunsItsInterpreter() throws Exception {
    programs.put("sh", (Program.Command) ContainerTest::printArguments);
    LiveContainer container =
        run(self -> {
          write(self, "/run.sh", "#!/bin/sh -e\necho\n", 0755);
          return self.spawn(List.of("/run.sh", "a"), self.inheritance()).waitFor();
        });
    assertThat(container.log().lines())
        .extracting(LogLine::text)
        .containsExactly("[/bin/sh, -e, /run.sh, a]");
  }

  private static int printArguments(Process self) throws IOException {
    self.complain(self.arguments().toString());
    return 0;
  }

  private static void write(Process self, String path, String text, int mode) throws IOException {
    try (var out = self.files().write(path, Open.TRUNCATE, mode)) {
      out.write(text.getBytes(UTF_8));
    }
  }

  @Test
  void anInputThatIsOpenOnceEndsWithWhoAttachesFirstAndTheOutputIsHisToTheEnd() throws Exception {
    input = new ContainerSpec.Input(true, true, false);
    LiveContainer container =
        start(List.of("first"), OptionalLong.empty(), ContainerTest::copyAndEnd);
    try (Conversation attached = container.attach(true)) {
      attached.stdin().write("one\n".getBytes(UTF_8));
      attached.stdin().close();
      assertThat(attached.stdout().readAllBytes()).asString().isEqualTo("one\nend\n");
      assertThat(attached.waitFor()).isZero();
    }
  }

  @Test
  void whoAttachesToAnInputThatStaysOpenLeavesWithTheEndOfHisOwn() throws Exception {
    input = new ContainerSpec.Input(true, false, false);
    LiveContainer container =
        start(List.of("first"), OptionalLong.empty(), ContainerTest::copyAndEnd);
    for (String text : List.of("one", "two")) {
      try (Conversation attached = container.attach(true)) {
        attached.stdin().write(text.getBytes(UTF_8));
        assertThat(attached.stdout().readNBytes(3)).asString().isEqualTo(text);
        attached.stdin().close();
        assertThat(attached.stdout().readAllBytes()).isEmpty();
        assertThat(attached.stderr().readAllBytes()).isEmpty();
      }
    }
    assertThat(container.exit()).isEmpty();
  }

  private static int copyAndEnd(Process self) throws IOException {
    self.stdin().transferTo(self.stdout());
    self.stdout().write("end\n".getBytes(UTF_8));
    return 0;
  }

  @Test
  void whatIsWrittenInOneContainerIsNotSeenInAnotherOfTheImage() throws Exception {
    LiveContainer first =
        run(self -> {
          write(self, "/etc/passwd", "mine", 0644);
          self.files().remove("/bin/ls");
          self.files().makeDirectory("/made", 0755);
          self.files().rename("/made", "/etc/moved");
          self.files().symlink("../tmp", "/etc/link");
          write(self, "/etc/link/x", "1234", 0600);
          self.complain(self.files().list("/tmp").toString());
          self.complain("" + self.files().used());
          return new String(self.files().bytes("/etc/passwd"), UTF_8).equals("mine") ? 0 : 1;
        });
    assertThat(first.exit().orElseThrow().code()).isZero();
    assertThat(first.log().lines().getFirst().text()).isEqualTo("[x]");
    assertThat(Long.parseLong(first.log().lines().get(1).text())).isBetween(1000L, 10_000L);
    LiveContainer second =
        run(self -> {
          self.complain("" + self.files().exists("/bin/ls") + self.files().exists("/etc/moved"));
          return self.files().stat("/etc/passwd").type() == Type.FILE ? 0 : 1;
        });
    assertThat(second.log().lines()).extracting(LogLine::text).containsExactly("truefalse");
  }

  @Test
  void aDiskThatIsFullTakesNoMore() throws Exception {
    LiveContainer container =
        run(self -> {
          byte[] much = new byte[1 << 20];
          try (var out = self.files().write("/big", Open.TRUNCATE, 0644)) {
            for (int i = 0; i < 1000; i++) {
              out.write(much);
            }
          } catch (Errno e) {
            self.complain(e.code().name());
          }
          self.files().remove("/big");
          return (int) (self.files().used() / 1_000_000);
        });
    assertThat(container.log().lines()).extracting(LogLine::text).containsExactly("ENOSPC");
    assertThat(container.exit().orElseThrow().code()).isZero();
  }

  @Test
  void tooMuchMemoryEndsTheContainer() throws Exception {
    LiveContainer container =
        run(
            OptionalLong.of(1000),
            self -> {
              self.allocate(900);
              self.allocate(200);
              return 0;
            });
    assertThat(container.exit().orElseThrow().reason()).isEqualTo("OOMKilled");
    assertThat(container.exit().orElseThrow().code()).isEqualTo(137);
  }

  @Test
  void theFirstProcessTakesNoNoticeOfWhatItDoesNotHandle() throws Exception {
    programs.put("sleep", (Program.Command) ContainerTest::sleep);
    LiveContainer container =
        run(self -> {
          self.kill(1, Signal.TERM);
          self.kill(1, Signal.KILL);
          Process.Child child = self.spawn(List.of("sleep"), self.inheritance());
          self.kill(child.pid(), Signal.TERM);
          self.complain("" + child.waitFor());
          self.onSignal(Signal.USR1, () -> self.exit(7));
          self.kill(1, Signal.USR1);
          return sleep(self);
        });
    assertThat(container.log().lines()).extracting(LogLine::text).containsExactly("143");
    assertThat(container.exit().orElseThrow().code()).isEqualTo(7);
  }

  private static int sleep(Process self) throws InterruptedException {
    self.sleep(Duration.ofHours(1));
    return 0;
  }

  @Test
  void whenTheFirstProcessEndsAllOthersAreKilled() throws Exception {
    programs.put("sleep", (Program.Command) ContainerTest::sleep);
    LiveContainer container =
        run(self -> {
          self.spawn(List.of("sleep"), self.inheritance());
          return 0;
        });
    assertThat(container.processes()).isEmpty();
  }

  @Test
  void oneProgramTakesThePlaceOfAnother() throws Exception {
    programs.put("true", (Program.Service) self -> self.onSignal(Signal.TERM, () -> self.exit(5)));
    LiveContainer container =
        start(
            List.of("first"),
            OptionalLong.empty(),
            self -> self.exec(List.of("true", "x"), self.inheritance()));
    awaitThat(() -> container.processes().stream().anyMatch(p -> p.command().equals("true x")));
    assertThat(container.processes()).hasSize(1);
    awaitThat(() -> {
      container.signal(Signal.TERM);
      return container.exit().isPresent();
    });
    assertThat(container.exit().orElseThrow().code()).isEqualTo(5);
  }

  @Test
  void noneOfAGroupThatIsKilledHasStartedAnotherProcessMeanwhile() throws Exception {
    programs.put("sleep", (Program.Command) ContainerTest::sleep);
    LiveContainer container =
        run(self -> {
          Inheritance apart = self.inheritance().in(Optional.of(new Process.Group(0, false)));
          for (int round = 0; round < 100; round++) {
            Process.Child greedy = self.fork(List.of("greedy"), ContainerTest::fork, apart);
            while (self.container().processes().size() < 10) {
              Thread.onSpinWait();
            }
            self.kill(-greedy.pid(), Signal.TERM);
            if (self.container().processes().size() > 1 || greedy.waitFor() != 143) {
              return round;
            }
          }
          return 100;
        });
    assertThat(container.exit().orElseThrow().code()).isEqualTo(100);
  }

  private static int fork(Process self) throws IOException, InterruptedException {
    for (int children = 0; children < 200; children++) {
      self.spawn(List.of("sleep"), self.inheritance());
    }
    return sleep(self);
  }

  @Test
  void aChildIsBornInTheGroupThatItIsGiven() throws Exception {
    LiveContainer container =
        run(self -> {
          Program.Command told =
              child -> {
                child.complain(child.pid() + " in " + child.group());
                return 0;
              };
          for (Optional<Process.Group> group :
              List.of(
                  Optional.<Process.Group>empty(),
                  Optional.of(new Process.Group(0, true)),
                  Optional.of(new Process.Group(3, true)))) {
            self.fork(List.of("child"), told, self.inheritance().in(group)).waitFor();
          }
          return 0;
        });
    assertThat(container.log().lines())
        .extracting(LogLine::text)
        .containsExactly("2 in 1", "3 in 3", "4 in 3");
  }

  private static void awaitThat(java.util.function.BooleanSupplier condition) {
    org.awaitility.Awaitility.await().until(condition::getAsBoolean);
  }

  @Test
  void forksWithoutEndMeetALimit() throws Exception {
    programs.put("sleep", (Program.Command) ContainerTest::sleep);
    LiveContainer container =
        run(self -> {
          try {
            for (int i = 0; i < 10_000; i++) {
              self.spawn(List.of("sleep"), self.inheritance());
            }
            return 0;
          } catch (Errno e) {
            self.complain(e.code().name());
            return 1;
          }
        });
    assertThat(container.log().lines()).extracting(LogLine::text).containsExactly("EAGAIN");
  }

  @Test
  void processesAreSeenInProc() throws Exception {
    LiveContainer container =
        run(self -> {
          String status = new String(self.files().bytes("/proc/self/status"), UTF_8);
          self.complain(status.lines().filter(l -> l.startsWith("Pid")).findFirst().orElse(""));
          try (var out = self.files().write("/dev/stderr", Open.APPEND, 0)) {
            out.write("to stderr\n".getBytes(UTF_8));
          }
          self.complain(self.files().realPath("/proc/self"));
          self.complain(
              new String(self.files().bytes("/proc/1/cmdline"), UTF_8).replace('\0', ' '));
          return 0;
        });
    assertThat(container.log().lines())
        .extracting(LogLine::text)
        .containsExactly("Pid:\t1", "to stderr", "/proc/1", "/bin/false ");
  }

  @Test
  void volumesAreSharedAndMayBeReadOnly() throws Exception {
    LiveContainer container =
        run(self -> {
          write(self, "/data/x", "1", 0644);
          self.complain(new String(self.files().bytes("/copy/x"), UTF_8));
          try {
            write(self, "/copy/y", "1", 0644);
          } catch (Errno e) {
            self.complain(e.code().name());
          }
          self.complain("" + self.files().list("/").contains("data"));
          return 0;
        });
    assertThat(container.log().lines())
        .extracting(LogLine::text)
        .containsExactly("1", "EROFS", "true");
  }

  private LiveContainer run(Program.Command first) throws Exception {
    return run(OptionalLong.empty(), first);
  }

  private LiveContainer run(OptionalLong memory, Program.Command first) throws Exception {
    LiveContainer container = start(List.of("/bin/first"), memory, first);
    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    return container;
  }

  private LiveContainer start(List<String> command, OptionalLong memory) throws StartFailure {
    return start(command, memory, _ -> 0);
  }

  private Kernel kernel() {
    if (kernels.isEmpty()) {
      programs.put("false", (Program.Command) self -> first.run(self));
      kernels.add(new Kernel(clock, Programs.of(programs)));
    }
    return kernels.getFirst();
  }

  private LiveContainer start(List<String> command, OptionalLong memory, Program.Command program)
      throws StartFailure {
    first = program;
    ended = new CountDownLatch(1);
    Kernel kernel = kernel();
    var image = ImageCatalog.builtIn().image(ImageName.parse("busybox").orElseThrow());
    Volume data = Volume.empty(kernel.disk(), "/dev/sda1", "ext4", 1 << 20, 0777);
    List<Mounted> mounts = new ArrayList<>();
    mounts.add(Mounted.whole("/", kernel.imageLayers().container(image.files()), false));
    mounts.addAll(kernel.kernelFiles().mounts());
    mounts.add(Mounted.whole("/data", data, false));
    mounts.add(Mounted.whole("/copy", data, true));
    MountTable table = new MountTable(mounts);
    ContainerSpec spec =
        new ContainerSpec(
            new ContainerSpec.Names("default", "pod", "c", "host"),
            image,
            List.of(),
            Map.of("PATH", "/bin"),
            "/",
            ContainerSpec.Credentials.ROOT,
            Confinement.ofMemory(memory),
            input);
    LiveContainer container =
        new LiveContainer(
            kernel,
            spec,
            () -> table,
            network.attach("10.0.0.1", "default", "pod", "node"),
            ProcessSpace.own(),
            ended::countDown);
    container.start(command.getFirst().endsWith("first") ? List.of("/bin/false") : command);
    return container;
  }
}

package dev.podium.kubelet.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.kubelet.SimulatedContainer;
import dev.podium.kubelet.kernel.Conversation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What somebody sees who types at a shell.
final class TerminalTest {
  private static final String INTERRUPT = "\u0003";
  private static final String END = "\u0004";
  private static final String STOP = "\u001a";
  private static final String UP = "\u001b[A";
  private static final String LEFT = "\u001b[D";
  private static final String SEARCH = "\u0012";

  /// A shell and what is on its screen.
  private static final class Screen implements AutoCloseable {
    private final SimulatedContainer container;
    private final Conversation conversation;
    private final StringBuffer shown = new StringBuffer();

    Screen(String image, String... shell) {
      this.container = SimulatedContainer.idle(image);
      this.conversation = container.terminal(shell);
      Thread.ofVirtual().start(this::read);
      Awaitility.await("the prompt").until(() -> shown.indexOf("# ") >= 0);
    }

    private void read() {
      byte[] buffer = new byte[4096];
      try {
        for (int n = conversation.stdout().read(buffer);
            n >= 0;
            n = conversation.stdout().read(buffer)) {
          shown.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
        }
      } catch (IOException _) {
        // The terminal is gone.
      }
    }

    /// Types, and waits until something is seen that was not there before.
    void type(String keys, String awaited) throws IOException {
      int before = shown.length();
      conversation.stdin().write(keys.getBytes(StandardCharsets.UTF_8));
      Awaitility.await()
          .alias(keys + " shows " + awaited)
          .until(() -> shown.substring(before).replace("\r", "").contains(awaited));
    }

    int processes() {
      return container.container().processes().size();
    }

    @Override
    public void close() {
      container.close();
    }
  }

  @Test
  void jobsAreStoppedAndGoOn() throws IOException {
    try (Screen bash = new Screen("ubuntu", "bash")) {
      bash.type("sleep 1000\n", "sleep 1000\n");
      Awaitility.await().until(() -> bash.processes() == 3);
      bash.type(STOP, "^Z\n[1]+  Stopped                 sleep 1000\nroot@pod:/# ");
      bash.type("bg\n", "[1]+ sleep 1000 &\n");
      bash.type("jobs\n", "[1]+  Running                 sleep 1000 &\n");
      bash.type("fg\n", "fg\nsleep 1000\n");
      bash.type(INTERRUPT, "^C\nroot@pod:/# ");
      bash.type("echo $?\n", "130\n");
      bash.type("sleep 1000 &\n", "[1] ");
      bash.type("kill %1; sleep 0.1\n", "Terminated              sleep 1000\n");
    }
  }

  @Test
  void whatIsInterruptedEndsWithAllItsParts() throws IOException {
    try (Screen ash = new Screen("busybox", "sh")) {
      ash.type("while true; do echo x; sleep 1; done | cat | cat > /dev/null\n", "null\n");
      Awaitility.await().until(() -> ash.processes() >= 6);
      ash.type(INTERRUPT, "^C\n/ # ");
      Awaitility.await().until(() -> ash.processes() == 2);
      ash.type("yes | cat > /dev/null\n", "null\n");
      Awaitility.await().until(() -> ash.processes() == 4);
      ash.type(INTERRUPT, "^C\n/ # ");
      Awaitility.await().until(() -> ash.processes() == 2);
    }
  }

  @Test
  void linesAreRecalledCompletedAndMended() throws IOException {
    try (Screen bash = new Screen("ubuntu", "bash")) {
      bash.type("echo first\n", "\nfirst\n");
      bash.type(UP, "echo first");
      bash.type("\n", "\nfirst\n");
      bash.type("cat /etc/host\t", "cat /etc/host");
      bash.type("\u0015ls -d /va\t\n", "/var/\n");
      bash.type("echo abx\u007fc\n", "\nabc\n");
      bash.type("echo \"a\n", "> ");
      bash.type("b\"\n", "a\nb\n");
      bash.type("cat\n", "cat\n");
      bash.type("typed\n", "typed\ntyped\n");
      bash.type(END, "root@pod:/# ");
      bash.type("history | tail -n 2\n", "history | tail -n 2\n");
      bash.type("exit 3\n", "exit\n");
      Awaitility.await().until(() -> bash.conversation.exitCode().isPresent());
      assertThat(bash.conversation.exitCode()).contains(3);
    }
  }

  @Test
  void theKeyThatEndsASearchDoesWhatItStandsFor() throws IOException {
    try (Screen bash = new Screen("ubuntu", "bash")) {
      bash.type("echo one\n", "\none\n");
      bash.type("true\n", "true\n");
      bash.type(SEARCH + "ech", "(reverse-i-search)`ech': echo one");
      bash.type(LEFT + "X\n", "\nonXe\n");
      bash.type(SEARCH + "tru", "(reverse-i-search)`tru': true");
      bash.type(INTERRUPT, "^C\nroot@pod:/# ");
    }
  }

  @Test
  void aWindowOfAnotherSizeThanItBeganWithShowsTheLineAnew() throws IOException {
    try (Screen bash = new Screen("ubuntu", "bash")) {
      bash.conversation.resize(160, 40);
      bash.type("echo hello" + LEFT + LEFT, "\b\b");
      bash.conversation.resize(160, 40);
      bash.conversation.resize(161, 41);
      String line = "root@pod:/# echo hello\b\b";
      Awaitility.await()
          .untilAsserted(() -> assertThat(bash.shown).hasToString(line + "\r\u001b[K\r" + line));
    }
  }

  @Test
  void whatRunsAtATerminalEndsWhenItIsHungUp() throws IOException {
    try (Screen bash = new Screen("ubuntu", "bash")) {
      bash.type("sleep 1000\n", "sleep 1000\n");
      Awaitility.await().until(() -> bash.processes() == 3);
      bash.conversation.close();
      Awaitility.await().until(() -> bash.processes() == 1);
    }
  }
}

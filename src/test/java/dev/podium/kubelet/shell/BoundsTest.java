package dev.podium.kubelet.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.kubelet.SimulatedContainer;
import dev.podium.kubelet.SimulatedContainer.Result;
import dev.podium.kubelet.kernel.Conversation;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Whatever a script does, it takes no more than its share.
final class BoundsTest {
  /// @param says how the complaint ends
  record Greedy(String image, String shell, String script, String says) {}

  @TestFactory
  Stream<DynamicTest> whoWantsTooMuchMemoryIsToldSo() {
    return Stream.of(
            new Greedy("ubuntu", "sh", "x=a; while :; do x=$x$x; done", "Out of space"),
            new Greedy("ubuntu", "bash", "a=(x); while :; do a+=(\"${a[@]}\"); done", "memory"),
            new Greedy("busybox", "sh", "x=$(yes)", "out of memory"),
            new Greedy("ubuntu", "sh", "set -- $(seq 5000000)", "Out of space"),
            new Greedy("ubuntu", "sh", "grep x /dev/zero", "Cannot allocate memory"),
            new Greedy("busybox", "sh", "sed ':a;N;ba' < /dev/zero", "Cannot allocate memory"),
            new Greedy("ubuntu", "sh", "yes | sort", "Cannot allocate memory"),
            new Greedy("ubuntu", "sh", "yes | tac", "Cannot allocate memory"),
            new Greedy("ubuntu", "sh", "cat /dev/zero > f", "No space left on device"),
            new Greedy("ubuntu", "sh", "awk 'BEGIN{for(;;)a[i++]=i}'", "Cannot allocate memory"),
            new Greedy("busybox", "sh", "f() { f; }; f", "nesting level exceeded"))
        .map(greedy -> DynamicTest.dynamicTest(greedy.script, () -> check(greedy)));
  }

  private static void check(Greedy greedy) {
    try (SimulatedContainer container = SimulatedContainer.idle(greedy.image)) {
      Result result = container.run("", greedy.shell, "-c", greedy.script);
      assertThat(result.code()).isNotZero();
      assertThat(result.err().strip()).endsWith(greedy.says);
    }
  }

  @Test
  void noMoreProcessesThanAContainerMayHave() {
    try (SimulatedContainer container = SimulatedContainer.idle("busybox")) {
      Result result = container.run("", "sh", "-c", "while :; do sleep 1000 & done");
      assertThat(result.err()).contains("can't fork: Resource temporarily unavailable");
      assertThat(container.container().processes()).hasSizeLessThanOrEqualTo(256);
    }
  }

  @Test
  void anExpressionThatWouldGoBackForEverIsGivenUp() {
    String much = "a?".repeat(40) + "a".repeat(40);
    try (SimulatedContainer container = SimulatedContainer.idle("ubuntu")) {
      Result grep = container.run("a".repeat(39) + "b\n", "grep", "-E", "^(" + much + ")*c");
      assertThat(grep.code()).isNotZero();
      Result glob =
          container.run(
              "",
              "sh",
              "-c",
              "case " + "a".repeat(200) + " in " + "*a".repeat(30) + "*b) ;; esac; echo $?");
      assertThat(glob.out() + glob.err()).containsAnyOf("0\n", "more steps than are simulated");
    }
  }

  @Test
  void whatNeverWaitsCanStillBeEnded() throws InterruptedException {
    try (SimulatedContainer container = SimulatedContainer.idle("ubuntu")) {
      for (String script :
          new String[] {
            "cat /dev/zero > /dev/null", "while :; do :; done", "yes > /dev/null",
            "awk 'BEGIN{while(1);}'", "seq 1 1000000000000 > /dev/null", "md5sum /dev/urandom"
          }) {
        Conversation endless = container.terminal("sh", "-c", script);
        Awaitility.await().until(() -> container.container().processes().size() > 1);
        endless.kill();
        assertThat(endless.waitFor()).isEqualTo(137);
      }
      Awaitility.await().until(() -> container.container().processes().size() == 1);
    }
  }

  @Test
  void pathsDoNotLeadOutOfAContainer() {
    try (SimulatedContainer container = SimulatedContainer.idle("ubuntu")) {
      assertThat(
              container.shell(
                  "cat /../../../../etc/hostname_of_the_host; ls -d /..; cd /../..; pwd"))
          .isEqualTo(
              "/..\n/\ncat: /../../../../etc/hostname_of_the_host: No such file or directory\n");
      assertThat(container.shell("ln -s b a; ln -s a b; cat a"))
          .isEqualTo("cat: a: Too many levels of symbolic links\n");
      container.shell(
          "mkdir /x /y; cd /x; echo evil > ../evil; tar cPf /t.tar ../evil; rm ../evil; cd /y");
      assertThat(container.shell("cd /y; tar xf /t.tar; find /y; cat /evil"))
          .contains("/y/evil", "cat: /evil: No such file or directory")
          .contains("Removing leading `../' from member names");
    }
  }
}

package dev.podium.kubelet.program;

import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Program;
import dev.podium.kubelet.process.Signal;
import dev.podium.network.Endpoint;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.http.HttpServer;
import dev.podium.network.tls.TlsOrPlain;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The programs that any image may name, whatever it is.
public final class BasicPrograms {
  /// What a server needs to end its connections and itself.
  private static final Duration FAREWELL = Duration.ofMillis(200);

  private BasicPrograms() {}

  public static Map<String, Program> all() {
    Map<String, Program> all = new HashMap<>();
    for (String name : List.of("node", "ruby", "php")) {
      all.put(name, (Program.Command) OneLiners::run);
    }
    all.put(Image.SERVER, (Program.Service) BasicPrograms::serve);
    all.put("pause", (Program.Service) BasicPrograms::pause);
    all.put("once", (Program.Command) BasicPrograms::once);
    all.put("effective-uid", (Program.Command) BasicPrograms::effectiveUid);
    all.put("entrypoint", (Program.Command) BasicPrograms::entrypoint);
    all.put("nginx-entrypoint", (Program.Command) BasicPrograms::logThenRun);
    return all;
  }

  /// Runs what it is given.
  private static int entrypoint(Process self) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(self.arguments());
    command.removeFirst();
    return command.isEmpty() ? 0 : self.exec(command, self.inheritance());
  }

  private static int logThenRun(Process self) throws IOException, InterruptedException {
    if (self.arguments().size() > 1 && self.arguments().get(1).startsWith("nginx")) {
      log(self);
    }
    return entrypoint(self);
  }

  private static int once(Process self) throws IOException, InterruptedException {
    self.sleep(self.clock().pause(self.container().image().startup()));
    log(self);
    return 0;
  }

  /// A program that belongs to root and runs as root, unless the container forbids that.
  private static int effectiveUid(Process self) throws IOException {
    long uid = self.container().confinement().privileges().mayGain() ? 0 : self.uid();
    self.stdout().write(("Effective uid: " + uid + "\n").getBytes(StandardCharsets.UTF_8));
    return 0;
  }

  private static void log(Process self) throws IOException {
    OutputStream out = self.stdout();
    for (String line : self.container().image().log()) {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void pause(Process self) {
    self.onSignal(Signal.TERM, () -> self.exit(0));
    self.onSignal(Signal.INT, () -> self.exit(0));
  }

  /// Listens at the ports of the image, else at those of the container, and answers whatever it is
  /// asked, within TLS where that is asked for. Ends when it is told.
  private static void serve(Process self) throws IOException {
    Set<Integer> ports = new LinkedHashSet<>(self.container().image().ports());
    if (ports.isEmpty()) {
      ports.addAll(self.container().ports());
    }
    log(self);
    for (int port : ports) {
      self.network()
          .listen(port, false, new TlsOrPlain(HttpServer.constant(BasicPrograms::answer)));
    }
    for (Signal signal : List.of(Signal.TERM, Signal.INT, Signal.QUIT, Signal.WINCH)) {
      self.onSignal(signal, () -> self.clock().schedule(pause(self, FAREWELL), () -> self.exit(0)));
    }
  }

  private static Duration pause(Process self, Duration nominal) {
    return self.clock().pause(nominal);
  }

  private static HttpResponse answer(HttpRequest request, Endpoint client) {
    return HttpResponse.of(200, "text/plain", "podium: simulated\n");
  }
}

package dev.podium.network;

import com.sun.management.OperatingSystemMXBean;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.http.HttpServer;
import dev.podium.network.http.HttpWire;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// How many requests per second pass through a simulated cluster address, each on a connection of
/// its own; not a test. Its argument is how many Services there are (1 where it is left out).
final class NetworkLoad {
  private static final Duration LENGTH = Duration.ofSeconds(5);
  private static final int CLIENTS = 8;

  private NetworkLoad() {}

  public static void main(String[] args) throws Exception {
    int services = args.length == 0 ? 1 : Integer.parseInt(args[0]);
    try (SimulatedNetwork net = new SimulatedNetwork()) {
      long begun = System.nanoTime();
      for (int i = 0; i < services; i++) {
        net.cluster.create(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: s%d}
            spec: {ports: [{port: 80}], selector: {app: s}}
            """
                .formatted(i));
      }
      net.service(
          "metadata: {name: web}\nspec: {clusterIP: 10.96.0.50, ports: [{port: 80}], selector: {a: b}}");
      net.endpoints(
          "default",
          "web",
          "[{name: '', port: 80, protocol: TCP}]",
          "{addresses: [10.244.1.2]}",
          "{addresses: [10.244.1.3]}");
      System.out.printf(
          "%d services in %d ms%n", services, (System.nanoTime() - begun) / 1_000_000);
      for (String address : List.of("10.244.1.2", "10.244.1.3")) {
        net.network
            .attach(address, "default", address, "worker-1")
            .listen(
                80,
                false,
                new HttpServer((_, _) -> HttpResponse.of(200, "text/plain", "x".repeat(600))));
      }
      NetworkStack client = net.network.attach("10.244.2.2", "default", "curl", "worker-2");
      run("warm up", client);
      run("through a cluster address", client);
    }
  }

  private static void run(String what, NetworkStack client) throws InterruptedException {
    AtomicLong answers = new AtomicLong();
    long cpu = cpuTime();
    long end = System.nanoTime() + LENGTH.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      threads.add(Thread.ofVirtual().start(() -> ask(client, end, answers)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.printf(
        "%s: %d requests per second, %d µs of processor time each%n",
        what,
        answers.get() / LENGTH.toSeconds(),
        (cpuTime() - cpu) / 1000 / Math.max(1, answers.get()));
  }

  private static long cpuTime() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static void ask(NetworkStack client, long end, AtomicLong answers) {
    while (System.nanoTime() < end) {
      try (Connection connection = client.connect("10.96.0.50", 80, LENGTH)) {
        HttpWire wire = new HttpWire(connection.in(), connection.out());
        wire.write(HttpRequest.get("/", Headers.of("Host", "web", "Connection", "close")));
        wire.readResponse("GET").body().readAllBytes();
        answers.incrementAndGet();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

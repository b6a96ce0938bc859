package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.process.Signal;
import dev.podium.kubelet.server.Daemon;
import dev.podium.kubelet.server.Page;
import dev.podium.network.Endpoint;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// `agnhost nettest`: tells every pod of a Service of itself and waits until every one has told it
/// (upstream's nettest.go).
final class NetTest {
  private static final Duration ROUND = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int ROUNDS = 15;
  private static final int LONGEST_LOG = 500;

  private final Agnhost host;
  private final Daemon daemon;
  private final int peers;
  private final String namespace;
  private final String service;
  private final Map<String, Long> sent = new ConcurrentSkipListMap<>();
  private final Map<String, Long> received = new ConcurrentSkipListMap<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private volatile boolean contacting = true;

  NetTest(Agnhost host) {
    this.host = host;
    this.daemon = host.daemon();
    this.peers = daemon.portOption("peers", 8);
    this.namespace = daemon.option("namespace").orElse("default");
    this.service = daemon.option("service").orElse("nettest");
  }

  void start() throws IOException {
    int delay = daemon.portOption("delay-shutdown", 0);
    if (delay > 0) {
      host.self()
          .onSignal(
              Signal.TERM,
              () -> {
                host.log("Sleeping " + delay + " seconds before exit ...");
                host.self().clock().schedule(Duration.ofSeconds(delay), () -> host.self().exit(0));
              });
    }
    daemon.listen(daemon.portOption("port", 8080), this::handle);
    Thread.ofVirtual().name("nettest").start(this::contactOthers);
  }

  private HttpResponse handle(HttpRequest request, Endpoint client) throws IOException {
    Page page =
        switch (request.path()) {
          case "/quit" -> {
            host.self().clock().schedule(Duration.ZERO, () -> host.self().exit(0));
            yield text("");
          }
          case "/read" -> text(new String(Json.prettyBytes(state()), StandardCharsets.UTF_8));
          case "/write" -> write(request);
          case "/status" -> text(status());
          default -> Page.of(404, Agnhost.TEXT, "404 page not found\n");
        };
    return page.response(host.date());
  }

  private static Page text(String text) {
    return Page.of(200, Agnhost.TEXT, text);
  }

  private JsonObject state() {
    return JsonObject.of(
        "Hostname", daemon.hostname(),
        "Sent", JsonObject.of(new TreeMap<>(sent)),
        "Received", JsonObject.of(new TreeMap<>(received)),
        "Errors", List.copyOf(errors),
        "Log", List.copyOf(log),
        "StillContactingPeers", contacting);
  }

  private String status() {
    if (sent.size() >= peers && received.size() >= peers) {
      return "pass";
    }
    if (contacting) {
      return "running";
    }
    note(
        "Declaring failure for %s/%s with %d sent and %d received and %d peers"
            .formatted(namespace, service, sent.size(), received.size(), peers));
    return "fail";
  }

  private Page write(HttpRequest request) throws IOException {
    String source = "";
    try {
      source = Json.parseObject(request.body().readNBytes(1 << 16)).string("Source");
    } catch (RuntimeException e) {
      errors.add(String.valueOf(e.getMessage()));
    }
    if (source.isEmpty()) {
      errors.add(daemon.hostname() + ": Got request with no source");
    } else {
      received.merge(source, 1L, Long::sum);
    }
    return text(Json.write(JsonObject.of("Hostname", daemon.hostname())) + "\n");
  }

  private void note(String text) {
    log.add(text);
    if (log.size() > LONGEST_LOG) {
      log.removeFirst();
    }
  }

  private void contactOthers() {
    try {
      InCluster cluster = new InCluster(host.self());
      waitForPeers(cluster);
      for (int i = 0; i < ROUNDS; i++) {
        for (String endpoint : endpoints(cluster)) {
          note("Attempting to contact http://" + endpoint);
          contact(endpoint);
        }
        host.self().sleep(ROUND);
      }
    } catch (IOException e) {
      host.fatal("Unable to create config; error: " + e.getMessage() + "\n");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      contacting = false;
    }
  }

  private void waitForPeers(InCluster cluster) throws InterruptedException {
    Instant end = daemon.now().plus(PATIENCE);
    while (daemon.now().isBefore(end)) {
      SortedSet<String> found = endpoints(cluster);
      if (found.size() >= peers) {
        return;
      }
      note(
          "%s/%s has %d endpoints (%s), which is less than %d as expected. Waiting for all endpoints to come up."
              .formatted(namespace, service, found.size(), found, peers));
      host.self().sleep(ROUND);
    }
  }

  private SortedSet<String> endpoints(InCluster cluster) throws InterruptedException {
    SortedSet<String> found = new TreeSet<>();
    try {
      Asker.Answer answer =
          cluster.get("/api/v1/namespaces/" + namespace + "/endpoints/" + service);
      JsonObject endpoints = Json.parseObject(answer.text());
      if (answer.status() != 200) {
        throw new IOException(endpoints.string("message"));
      }
      for (JsonObject subset : endpoints.objects("subsets")) {
        for (JsonObject address : subset.objects("addresses")) {
          for (JsonObject port : subset.objects("ports")) {
            found.add(address.string("ip") + ":" + port.integer("port"));
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      note(
          "Unable to read the endpoints for %s/%s: %s."
              .formatted(namespace, service, e.getMessage()));
    }
    return found;
  }

  private void contact(String endpoint) throws InterruptedException {
    int colon = endpoint.lastIndexOf(':');
    String message =
        Json.write(JsonObject.of("Source", daemon.hostname(), "Dest", "http://" + endpoint));
    try {
      Asker.Answer answer =
          new Asker(host.self())
              .post(
                  endpoint.substring(0, colon),
                  Integer.parseInt(endpoint.substring(colon + 1)),
                  "/write",
                  message);
      sent.merge(Json.parseObject(answer.text()).string("Hostname"), 1L, Long::sum);
    } catch (IOException | RuntimeException e) {
      note(
          "Warning: unable to contact the endpoint \"http://%s\": %s"
              .formatted(endpoint, e.getMessage()));
    }
  }
}

package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.server.Daemon;
import dev.podium.kubelet.server.Page;
import dev.podium.network.Endpoint;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// `agnhost guestbook`: one of the parts of the guestbook application (upstream's guestbook.go). A
/// primary keeps what is written and tells its replicas; a frontend asks them by the names of their
/// Services.
final class Guestbook {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int MOST_KEYS = 10_000;

  private final Agnhost host;
  private final Asker asker;
  private final int backendPort;
  private final Map<String, String> store = new ConcurrentSkipListMap<>();
  private final List<String> replicas = new CopyOnWriteArrayList<>();

  Guestbook(Agnhost host) {
    this.host = host;
    this.asker = new Asker(host.self());
    this.backendPort = host.daemon().portOption("backend-port", 6379);
  }

  void start() throws IOException {
    Daemon daemon = host.daemon();
    daemon.listen(daemon.portOption("http-port", 80), this::handle);
    daemon
        .option("replicaof")
        .filter(primary -> !primary.isEmpty())
        .ifPresent(primary -> Thread.ofVirtual().name("guestbook").start(() -> register(primary)));
  }

  private void register(String primary) {
    String own = host.self().network().addresses().getFirst();
    String where = primary + ":" + backendPort;
    Instant end = host.daemon().now().plus(PATIENCE);
    try {
      while (host.daemon().now().isBefore(end)) {
        try {
          String request = "register?host=" + own;
          host.log("Registering to primary: " + where + "/" + request);
          String answer = asker.get(primary, backendPort, "/" + request).text();
          Json.parseObject(answer).stringMap("data").forEach(store::put);
          host.log("Registered to node: " + primary);
          return;
        } catch (IOException e) {
          host.log(
              "encountered error while registering to primary: "
                  + e.getMessage()
                  + ". Retrying in 1s.");
          host.self().sleep(PAUSE);
        }
      }
      host.fatal("Timed out while registering to primary.");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      host.fatal("Error while unmarshaling primary's response: " + e.getMessage());
    }
  }

  private HttpResponse handle(HttpRequest request, Endpoint client)
      throws IOException, InterruptedException {
    Form form = Form.of(request);
    Page page =
        switch (request.path()) {
          case "/register" -> registered(form.get("host"));
          case "/get" -> get(form.get("key"));
          case "/set" -> set(form.get("key"), form.get("value"));
          case "/guestbook" -> proxy(form);
          default -> error(404, "404 page not found");
        };
    return page.response(host.date());
  }

  private static Page error(int status, String text) {
    return Page.of(status, Agnhost.TEXT, text + "\n");
  }

  private static Page json(String name, Object value) {
    return Page.of(200, Agnhost.TEXT, Json.write(JsonObject.of(name, value)));
  }

  private Page registered(String replica) {
    host.log("GET /register?host=" + replica);
    Page answer = json("data", JsonObject.of(new TreeMap<>(store)));
    if (!replicas.contains(replica)) {
      replicas.add(replica);
    }
    host.log("Node '" + replica + "' registered.");
    return answer;
  }

  private Page get(String key) {
    host.log("GET /get?key=" + key);
    return key.isEmpty()
        ? json("data", JsonObject.of(new TreeMap<>(store)))
        : json("data", store.getOrDefault(key, ""));
  }

  private Page set(String key, String value) throws InterruptedException {
    host.log("GET /set?key=" + key + "&value=" + value);
    if (key.isEmpty()) {
      return error(400, "cannot set with empty key.");
    }
    if (store.size() >= MOST_KEYS && !store.containsKey(key)) {
      return error(417, "podium: a simulated guestbook keeps no more than " + MOST_KEYS + " keys");
    }
    store.put(key, value);
    String request = "/set?key=" + Form.encoded(key) + "&value=" + Form.encoded(value);
    for (String replica : replicas) {
      try {
        asker.get(replica, backendPort, request);
      } catch (IOException e) {
        return error(
            417,
            "encountered error while propagating to replica '%s': %s"
                .formatted(replica, e.getMessage()));
      }
    }
    return json("message", "Updated");
  }

  private Page proxy(Form form) throws InterruptedException {
    String command = form.get("cmd").toLowerCase(Locale.ROOT);
    String key = form.get("key");
    String value = form.get("value");
    host.log("GET /guestbook?cmd=%s&key=%s&value=%s".formatted(command, key, value));
    if (!command.equals("get") && !command.equals("set")) {
      return error(400, "unsupported cmd: '" + command + "'");
    }
    if (command.equals("set") && key.isEmpty()) {
      return error(400, "cannot set with empty key.");
    }
    String backend = command.equals("get") ? "agnhost-replica" : "agnhost-primary";
    try {
      asker.address(backend);
    } catch (IOException e) {
      return error(400, "host and/or port param are invalid. " + e.getMessage());
    }
    String request =
        "/%s?key=%s&value=%s".formatted(command, Form.encoded(key), Form.encoded(value));
    try {
      return Page.of(200, Agnhost.TEXT, asker.get(backend, backendPort, request).text());
    } catch (IOException e) {
      return error(417, "encountered error: " + e.getMessage());
    }
  }
}

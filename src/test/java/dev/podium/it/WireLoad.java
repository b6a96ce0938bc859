package dev.podium.it;

import dev.podium.network.tls.PemIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/// Measures a running Podium under many watches and writes, and checks that no watch loses an event
/// or sees one twice or out of order; not a test.
///
/// Run `main` with the address, a token, and perhaps how many writes and watches. A twentieth of
/// the watches sees all namespaces, each tenth breaks off again and again and goes on where it was,
/// one never reads, and one client pages through a list that changes all the time.
final class WireLoad {
  private static final int NAMESPACES = 50;
  private static final int PAGED = 60;
  private static final int CONNECTIONS = 12;
  private static final String SECRETS = "/api/v1/namespaces/load-0/secrets";
  private static final Pattern EVENT =
      Pattern.compile(
          "\\{\"type\":\"(\\w+)\".*?\"namespace\":\"load-(\\d+)\".*?\"resourceVersion\":\"(\\d+)\""
              + ".*?\"data\":\\{\"n\":\"(\\d+)\",\"t\":\"(\\d+)\"");

  private final String server;
  private final String token;
  private final int writes;
  private final int watches;
  private final List<HttpClient> clients = new ArrayList<>();
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicInteger resumed = new AtomicInteger();
  private final AtomicInteger pages = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private final long[] delays = new long[1 << 20];

  private WireLoad(String server, String token, int writes, int watches) throws IOException {
    this.server = server;
    this.token = token;
    this.writes = writes;
    this.watches = watches;
    SSLContext tls = PemIdentity.trustingAnybody().context();
    for (int i = 0; i < CONNECTIONS; i++) {
      clients.add(HttpClient.newBuilder().sslContext(tls).build());
    }
  }

  public static void main(String[] arguments) throws Exception {
    new WireLoad(
            arguments[0],
            arguments[1],
            arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100_000,
            arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1_000)
        .run();
  }

  private void run() throws Exception {
    for (int i = 0; i < NAMESPACES; i++) {
      send("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"load-%d\"}}".formatted(i));
      send("POST", maps(i), map("counter", 0));
      send("PUT", maps(i) + "/counter", map("counter", 0));
    }
    for (int i = 0; i < PAGED; i++) {
      send("POST", SECRETS, secret(i, 0));
      send("PUT", SECRETS + "/p%02d".formatted(i), secret(i, 0));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      String start = version(send("GET", "/api/v1/configmaps?limit=1", ""));
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < watches; i++) {
        int number = i;
        readers.add(threads.submit(() -> watch(number, start)));
      }
      Future<String> slow = threads.submit(() -> neverRead(start));
      Future<?> changer = threads.submit(this::changePaged);
      Future<?> pager = threads.submit(this::page);
      long began = System.nanoTime();
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < NAMESPACES; i++) {
        int namespace = i;
        writers.add(threads.submit(() -> write(namespace)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      long written = System.nanoTime() - began;
      for (Future<?> reader : readers) {
        reader.get();
      }
      long told = System.nanoTime() - began;
      over.set(true);
      changer.get();
      pager.get();
      say(
          "%,d writes in %.1f s: %,.0f a second",
          writes, seconds(written), writes / seconds(written));
      say(
          "%,d events to %,d watches in %.1f s: %,.0f a second",
          delivered.get(), watches, seconds(told), delivered.get() / seconds(told));
      say(
          "nothing lost, nothing twice, all in order; %,d watches broken off and resumed",
          resumed.get());
      say("%,d lists read page by page, each of one moment", pages.get());
      say("from write to event: %s", delays());
      say("the reader that never reads: %s", slow.get());
    }
    clients.forEach(HttpClient::close);
  }

  private String delays() {
    int count = (int) Math.min(delivered.get(), delays.length);
    long[] some = Arrays.copyOf(delays, count);
    Arrays.sort(some);
    return "half within %,d ms, 99 of 100 within %,d ms"
        .formatted(some[count / 2] / 1_000_000, some[count * 99 / 100] / 1_000_000);
  }

  private int write(int namespace) throws IOException, InterruptedException {
    for (int n = 1; n <= writes / NAMESPACES; n++) {
      send("PUT", maps(namespace) + "/counter", map("counter", n));
    }
    return writes / NAMESPACES;
  }

  /// Follows one namespace or all until the last write has been told.
  private int watch(int number, String start) throws Exception {
    boolean everything = number % 20 == 0;
    int last = writes / NAMESPACES;
    int[] seen = new int[NAMESPACES];
    int namespace = number % NAMESPACES;
    long version = Long.parseLong(start);
    while (everything ? Arrays.stream(seen).anyMatch(n -> n < last) : seen[namespace] < last) {
      int patience = number % 10 == 1 ? 50 + number % 97 : Integer.MAX_VALUE;
      String path = everything ? "/api/v1/configmaps" : maps(namespace);
      try (BufferedReader lines = open(number, path, version)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Matcher event = EVENT.matcher(line);
          if (!event.find()) {
            if (line.contains("\"ERROR\"")) {
              throw new IllegalStateException(line);
            }
            continue;
          }
          int where = Integer.parseInt(event.group(2));
          long at = Long.parseLong(event.group(3));
          int n = Integer.parseInt(event.group(4));
          if (at <= version || n != seen[where] + 1) {
            throw new IllegalStateException(
                "%d after %d, version %d after %d".formatted(n, seen[where], at, version));
          }
          version = at;
          seen[where] = n;
          long delay = System.nanoTime() - Long.parseLong(event.group(5));
          delays[(int) (delivered.getAndIncrement() % delays.length)] = delay;
          if (--patience == 0 || (everything ? false : n == last)) {
            resumed.addAndGet(patience == 0 ? 1 : 0);
            break;
          }
          if (everything && n == last && Arrays.stream(seen).allMatch(s -> s == last)) {
            break;
          }
        }
      }
    }
    return Arrays.stream(seen).sum();
  }

  private BufferedReader open(int number, String path, long version)
      throws IOException, InterruptedException {
    HttpRequest request = request(path + "?watch=1&resourceVersion=" + version).GET().build();
    HttpResponse<InputStream> response =
        clients
            .get(1 + number % (CONNECTIONS - 1))
            .send(request, HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IllegalStateException("watch: " + response.statusCode());
    }
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  /// Opens a watch on everything, reads nothing until all is over, and then looks how far it got.
  private String neverRead(String start) throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(PemIdentity.trustingAnybody().context()).build()) {
      HttpResponse<InputStream> response =
          client.send(
              request("/api/v1/configmaps?watch=1&resourceVersion=" + start).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      while (!over.get()) {
        java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
      }
      long events = 0;
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!line.endsWith("}")) {
            return "cut off inside of an event after " + events;
          }
          events++;
          if (events >= writes) {
            return "got everything in the end";
          }
        }
        return "closed by the server after %,d whole events".formatted(events);
      } catch (IOException e) {
        return "closed by the server after %,d events: %s".formatted(events, e.getMessage());
      }
    }
  }

  private int changePaged() throws IOException, InterruptedException {
    int round = 1;
    for (; !over.get(); round++) {
      for (int i = 0; i < PAGED; i++) {
        send("PUT", SECRETS + "/p%02d".formatted(i), secret(i, round));
      }
    }
    return round;
  }

  /// Reads whole lists in pages; what is written in name order must look so at every moment.
  private int page() throws IOException, InterruptedException {
    Pattern round = Pattern.compile("\"round-(\\d+)\":");
    Pattern more = Pattern.compile("\"continue\":\"([^\"]+)\"");
    while (!over.get()) {
      List<Integer> rounds = new ArrayList<>();
      String from = "";
      do {
        String page = send("GET", SECRETS + "?limit=7&continue=" + from, "");
        Matcher found = round.matcher(page);
        while (found.find()) {
          rounds.add(Integer.parseInt(found.group(1)));
        }
        Matcher next = more.matcher(page);
        from = next.find() ? next.group(1) : "";
      } while (!from.isEmpty());
      for (int i = 1; i < rounds.size(); i++) {
        int step = rounds.get(i - 1) - rounds.get(i);
        if (step < 0 || step > 1 || rounds.getFirst() - rounds.getLast() > 1) {
          throw new IllegalStateException("not of one moment: " + rounds);
        }
      }
      pages.incrementAndGet();
    }
    return pages.get();
  }

  private String send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response =
        clients.getFirst().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300 && response.statusCode() != 409) {
      throw new IllegalStateException(method + " " + path + ": " + response.body());
    }
    return response.body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path))
        .timeout(Duration.ofMinutes(20))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + token);
  }

  private static String maps(int namespace) {
    return "/api/v1/namespaces/load-" + namespace + "/configmaps";
  }

  private static String map(String name, int n) {
    return "{\"metadata\":{\"name\":\"%s\"},\"data\":{\"n\":\"%d\",\"t\":\"%d\"}}"
        .formatted(name, n, System.nanoTime());
  }

  private static String secret(int number, int round) {
    return "{\"metadata\":{\"name\":\"p%02d\"},\"data\":{\"round-%d\":\"\"}}"
        .formatted(number, round);
  }

  private static String version(String list) {
    Matcher version = Pattern.compile("\"resourceVersion\":\"(\\d+)\"").matcher(list);
    if (!version.find()) {
      throw new IllegalStateException(list);
    }
    return version.group(1);
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  private static void say(String text, Object... values) {
    System.out.println(String.format(Locale.ROOT, text, values));
  }
}

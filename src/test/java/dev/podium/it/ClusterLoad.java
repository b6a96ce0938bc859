package dev.podium.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Measures what a running Podium pays for a large cluster; not a test.
///
/// Run `main` with the address of its plain listener, its process id, and the sizes to which one
/// Deployment is scaled in turn (1000 and 10000 where none are given). Start it with enough nodes
/// (110 pods fit on one) at `--podium.pace=instant`. After each size it reads all pods in every way
/// that clients do, then looks on for a minute to see what an idle cluster costs.
final class ClusterLoad {
  private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
  private static final String PODS = "/api/v1/pods";
  private static final String TABLE =
      "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
  private static final Pattern READY = Pattern.compile("\"readyReplicas\":(\\d+)");
  private static final Pattern MORE = Pattern.compile("\"continue\":\"([^\"]+)\"");
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final HttpClient client = HttpClient.newHttpClient();
  private final String server;
  private final ProcessHandle process;

  private ClusterLoad(String server, ProcessHandle process) {
    this.server = server;
    this.process = process;
  }

  public static void main(String[] arguments) throws Exception {
    List<Integer> sizes =
        arguments.length > 2
            ? Arrays.stream(arguments).skip(2).map(Integer::valueOf).toList()
            : List.of(1_000, 10_000);
    ProcessHandle process = ProcessHandle.of(Long.parseLong(arguments[1])).orElseThrow();
    new ClusterLoad(arguments[0], process).run(sizes);
  }

  private void run(List<Integer> sizes) throws IOException, InterruptedException {
    try (client) {
      measure("one minute idle, without pods of ours", this::idle);
      int before = 0;
      for (int size : sizes) {
        String step = "from %,d to %,d replicas, all Ready".formatted(before, size);
        measure(step, () -> scale(size));
        say("live heap: %,d KB", liveHeap());
        measure("all pods as a Table", () -> read(PODS, TABLE));
        measure("all pods as JSON", () -> read(PODS, "application/json"));
        measure("all pods as protobuf", () -> read(PODS, "application/vnd.kubernetes.protobuf"));
        measure("all pods in pages of 500", this::pages);
        measure("a watch that begins with all pods", () -> watch(size));
        measure("one minute idle", this::idle);
        before = size;
      }
      measure("all gone", this::delete);
      say("live heap: %,d KB", liveHeap());
    }
  }

  /// What is measured; tells what it did.
  private interface Work {
    String run() throws IOException, InterruptedException;
  }

  private void measure(String what, Work work) throws IOException, InterruptedException {
    Duration cpu = cpu();
    long start = System.nanoTime();
    String done = work.run();
    double wall = (System.nanoTime() - start) / 1e9;
    double spent = cpu().minus(cpu).toMillis() / 1e3;
    say("%s: %.1f s, %.2f CPU s%s", what, wall, spent, done.isEmpty() ? "" : ", " + done);
  }

  private Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private String idle() {
    long end = System.nanoTime() + IDLE.toNanos();
    for (long left = IDLE.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return "";
  }

  private String scale(int replicas) throws IOException, InterruptedException {
    if (status("GET", DEPLOYMENTS + "/load", "") == 404) {
      status("POST", DEPLOYMENTS, deployment(replicas));
    } else {
      status("PATCH", DEPLOYMENTS + "/load", "{\"spec\":{\"replicas\":%d}}".formatted(replicas));
    }
    String path = DEPLOYMENTS + "?watch=1&fieldSelector=metadata.name%3Dload";
    try (BufferedReader lines = lines(path)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher ready = READY.matcher(line);
        if (ready.find() && Integer.parseInt(ready.group(1)) == replicas) {
          return "";
        }
      }
    }
    throw new IllegalStateException("the watch ended before all were ready");
  }

  private String delete() throws IOException, InterruptedException {
    status("DELETE", DEPLOYMENTS + "/load", "{\"propagationPolicy\":\"Foreground\"}");
    try (BufferedReader lines = lines(DEPLOYMENTS + "?watch=1")) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("{\"type\":\"DELETED\"")) {
          return "";
        }
      }
    }
    throw new IllegalStateException("the watch ended before it was deleted");
  }

  private String read(String path, String accept) throws IOException, InterruptedException {
    HttpRequest request = request(path).header("Accept", accept).build();
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      long length = 0;
      byte[] buffer = new byte[1 << 16];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        length += n;
      }
      return "%d, %,d KB".formatted(response.statusCode(), length >> 10);
    }
  }

  private String pages() throws IOException, InterruptedException {
    List<Integer> lengths = new ArrayList<>();
    String from = "";
    do {
      String page =
          client
              .send(
                  request(PODS + "?limit=500&continue=" + from).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      lengths.add(page.length());
      Matcher next = MORE.matcher(page.substring(0, Math.min(page.length(), 4096)));
      from = next.find() ? next.group(1) : "";
    } while (!from.isEmpty());
    return lengths.size() + " pages";
  }

  private String watch(int atLeast) throws IOException, InterruptedException {
    String path =
        PODS
            + "?watch=1&sendInitialEvents=true&allowWatchBookmarks=true"
            + "&resourceVersionMatch=NotOlderThan";
    int events = 0;
    try (BufferedReader lines = lines(path)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("{\"type\":\"BOOKMARK\"")) {
          break;
        }
        events++;
      }
    }
    if (events < atLeast) {
      throw new IllegalStateException("only %d events".formatted(events));
    }
    return "%,d events".formatted(events);
  }

  /// Bytes in use after a collection, as the `jcmd` of this JDK counts them, in KB.
  private long liveHeap() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Path answer = Files.createTempFile("heap", ".txt");
    try {
      new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.class_histogram")
          .redirectOutput(answer.toFile())
          .start()
          .waitFor();
      String text = Files.readString(answer);
      Matcher total = Pattern.compile("Total +\\d+ +(\\d+)").matcher(text);
      return total.find() ? Long.parseLong(total.group(1)) >> 10 : 0;
    } finally {
      Files.delete(answer);
    }
  }

  private BufferedReader lines(String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  private int status(String method, String path, String body)
      throws IOException, InterruptedException {
    String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
    HttpRequest request =
        request(path)
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path));
  }

  private static String deployment(int replicas) {
    return """
    {"metadata":{"name":"load"},"spec":{"replicas":%d,"selector":{"matchLabels":{"app":"load"}},
    "template":{"metadata":{"labels":{"app":"load"}},
    "spec":{"containers":[{"name":"web","image":"nginx"}]}}}}
    """
        .formatted(replicas);
  }

  private static void say(String text, Object... values) {
    System.out.println(String.format(Locale.ROOT, text, values));
  }
}

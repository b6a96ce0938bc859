package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.server.Page;
import dev.podium.network.http.HttpRequest;
import java.io.IOException;

/// `agnhost resource-consumer-controller`: splits what is to be used into small requests, which a
/// Service spreads over the consumers behind it.
final class ConsumerController {
  private static final int PORT = 8080;

  /// More requests than this for one are refused.
  private static final int MOST = 10_000;

  private final Agnhost host;
  private final Asker asker;
  private final String consumers;

  ConsumerController(Agnhost host) {
    this.host = host;
    this.asker = new Asker(host.self());
    this.consumers =
        "%s.%s.svc.cluster.local"
            .formatted(
                host.daemon().option("consumer-service-name").orElse("resource-consumer"),
                host.daemon().option("consumer-service-namespace").orElse("default"));
  }

  void start() throws IOException {
    host.daemon()
        .listen(
            host.daemon().portOption("port", PORT),
            (request, _) -> answer(request).response(host.date()));
  }

  /// What is asked of the consumers.
  ///
  /// @param unit the parameter that says how much
  /// @param part the parameter that says how much of it in one request
  /// @param plan what is said of it in front; takes how many requests, how much each and the rest
  /// @param done what is said of each request
  private record Function(String path, String unit, String part, String plan, String done) {}

  private Page answer(HttpRequest request) throws IOException, InterruptedException {
    if (!request.method().equals("POST")) {
      return text(400, "Bad request. Not a POST request\n");
    }
    Form form = Form.of(request);
    String sending = "RC manager: sending %d requests to ";
    return switch (request.path()) {
      case "/ConsumeCPU" ->
          spread(
              form,
              new Function(
                  request.path(),
                  "millicores",
                  "requestSizeMillicores",
                  sending + "consume %d millicores each and 1 request to consume %d millicores\n",
                  "Consumed %d millicores\n"),
              "");
      case "/ConsumeMem" ->
          spread(
              form,
              new Function(
                  request.path(),
                  "megabytes",
                  "requestSizeMegabytes",
                  sending + "consume %d MB each and 1 request to consume %d MB\n",
                  "Consumed %d megabytes\n"),
              "");
      case "/BumpMetric" -> {
        String metric = form.get("metric");
        yield metric.isEmpty()
            ? text(400, "not given function argument\n")
            : spread(
                form,
                new Function(
                    request.path(),
                    "delta",
                    "requestSizeMetrics",
                    sending + "bump custom metric by %d each and 1 request to bump by %d\n",
                    "Bumped metric " + metric.replace("%", "%%") + " by %d\n"),
                "&metric=" + Form.encoded(metric));
      }
      default -> text(404, "unknown function\n");
    };
  }

  private Page spread(Form form, Function function, String more)
      throws IOException, InterruptedException {
    String time = form.get("durationSec");
    String total = form.get(function.unit());
    String size = form.get(function.part());
    if (time.isEmpty() || total.isEmpty() || size.isEmpty()) {
      return text(400, "not given function argument\n");
    }
    int amount;
    int each;
    int seconds;
    try {
      amount = Integer.parseInt(total);
      each = Integer.parseInt(size);
      seconds = Integer.parseInt(time);
    } catch (NumberFormatException _) {
      return text(400, "incorrect function argument\n");
    }
    if (each <= 0 || amount / each > MOST) {
      return text(400, "incorrect function argument\n");
    }
    StringBuilder said = new StringBuilder();
    said.append(function.plan().formatted(amount / each, each, amount % each));
    for (int left = amount; left > 0; left -= each) {
      said.append(send(function, Math.min(left, each), "&durationSec=" + seconds + more));
    }
    return text(200, said.toString());
  }

  private String send(Function function, int amount, String more) throws InterruptedException {
    try {
      asker.postForm(
          consumers,
          host.daemon().portOption("consumer-port", PORT),
          function.path(),
          function.unit() + "=" + amount + more);
      return function.done().formatted(amount);
    } catch (IOException e) {
      return "Failed to connect to consumer: " + e.getMessage() + "\n";
    }
  }

  private static Page text(int status, String text) {
    return Page.of(status, Agnhost.TEXT, text);
  }
}

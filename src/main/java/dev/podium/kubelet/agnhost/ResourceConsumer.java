package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.server.Page;
import dev.podium.network.http.HttpRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// `resource-consumer`: uses so much CPU or memory for so long, as it is told to; the metrics
/// server measures that (upstream's test/images/resource-consumer).
final class ResourceConsumer {
  private static final int PORT = 8080;
  private static final long NANOCORES = 1_000_000;

  private final Agnhost host;
  private final Map<String, Long> metrics = new ConcurrentSkipListMap<>();

  ResourceConsumer(Agnhost host) {
    this.host = host;
  }

  void start() throws IOException {
    host.daemon()
        .listen(
            host.daemon().portOption("port", PORT),
            (request, _) -> answer(request).response(host.date()));
  }

  private Page answer(HttpRequest request) throws IOException {
    if (request.path().equals("/metrics")) {
      return text(200, exposed());
    }
    if (!request.method().equals("POST")) {
      return text(400, "Bad request. Not a POST request\n");
    }
    Form form = Form.of(request);
    return switch (request.path()) {
      case "/ConsumeCPU" -> consume(form, "ConsumeCPU", "millicores", this::compute);
      case "/ConsumeMem" -> consume(form, "ConsumeMem", "megabytes", this::allocate);
      case "/BumpMetric" ->
          form.get("metric").isEmpty()
              ? text(400, "not given function argument\n")
              : consume(form, "BumpMetric\n" + form.get("metric") + " metric", "delta", bump(form));
      case "/GetCurrentStatus" -> text(200, "Warning: not implemented!\nGetCurrentStatus");
      default -> text(404, "unknown function\n");
    };
  }

  /// Takes a little more or less of something.
  private interface Take {
    void take(long amount);
  }

  private Page consume(Form form, String function, String unit, Take what) {
    String given = form.get(unit);
    String time = form.get("durationSec");
    if (given.isEmpty() || time.isEmpty()) {
      return text(400, "not given function argument\n");
    }
    int amount;
    int seconds;
    try {
      amount = Integer.parseInt(given);
      seconds = Integer.parseInt(time);
    } catch (NumberFormatException _) {
      return text(400, "incorrect function argument\n");
    }
    what.take(amount);
    self().clock().schedule(Duration.ofSeconds(seconds), () -> what.take(-amount));
    return text(200, "%s\n%d %s\n%d durationSec\n".formatted(function, amount, unit, seconds));
  }

  private Process self() {
    return host.self();
  }

  private void compute(long millicores) {
    self().compute(millicores * NANOCORES);
  }

  private void allocate(long megabytes) {
    try {
      self().allocate(megabytes << 20);
    } catch (InterruptedException _) {
      // It was too much: the container is gone.
    }
  }

  private Take bump(Form form) {
    return amount -> metrics.merge(form.get("metric"), amount, Long::sum);
  }

  private String exposed() {
    StringBuilder text = new StringBuilder();
    metrics.forEach((name, value) ->
        text.append(
            "# HELP %1$s info message.\n# TYPE %1$s gauge\n%1$s %2$d.000000\n"
                .formatted(name, value)));
    return text.toString();
  }

  private static Page text(int status, String text) {
    return Page.of(status, Agnhost.TEXT, text);
  }
}

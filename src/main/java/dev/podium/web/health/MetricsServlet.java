package dev.podium.web.health;

import dev.podium.auth.flow.FlowClassifier;
import dev.podium.web.RequestCounts;
import dev.podium.web.RequestCounts.Count;
import dev.podium.web.RequestCounts.Sort;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `/metrics` in Prometheus' text format: the few of the API server's metrics that mean something
/// here, under their names.
public final class MetricsServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient RequestCounts requests;

  private final transient FlowClassifier flows;

  public MetricsServlet(RequestCounts requests, FlowClassifier flows) {
    this.requests = requests;
    this.flows = flows;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String text =
        metric(
                "apiserver_request_total",
                "counter",
                "Requests by verb, group, version, resource, subresource and code.",
                requests.all().stream().map(MetricsServlet::requestLine).sorted().toList())
            + metric(
                "apiserver_flowcontrol_nominal_limit_seats",
                "gauge",
                "Nominal number of execution seats of each priority level.",
                flows.seats().entrySet().stream().map(MetricsServlet::seatLine).toList())
            + metric(
                "process_cpu_seconds_total",
                "counter",
                "CPU time of the process.",
                List.of("process_cpu_seconds_total " + cpu().toNanos() / 1e9))
            + metric(
                "process_start_time_seconds",
                "gauge",
                "When the process started, since the epoch.",
                List.of(
                    "process_start_time_seconds "
                        + ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3))
            + metric(
                "jvm_memory_used_bytes",
                "gauge",
                "Heap in use.",
                List.of(
                    "jvm_memory_used_bytes{area=\"heap\"} "
                        + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()));
    response.setContentType("text/plain; version=0.0.4; charset=utf-8; escaping=underscores");
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static String metric(String name, String type, String help, List<String> lines) {
    return lines.stream()
        .collect(
            Collectors.joining(
                "\n",
                "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n",
                "\n"));
  }

  private static String requestLine(Count count) {
    Sort sort = count.sort();
    return "apiserver_request_total{code=\"%d\",group=\"%s\",resource=\"%s\",subresource=\"%s\",verb=\"%s\",version=\"%s\"} %d"
        .formatted(
            sort.code(),
            escaped(sort.group()),
            escaped(sort.resource()),
            escaped(sort.subresource()),
            escaped(sort.verb()).toUpperCase(java.util.Locale.ROOT),
            escaped(sort.version()),
            count.count());
  }

  private static String seatLine(Map.Entry<String, Long> level) {
    return "apiserver_flowcontrol_nominal_limit_seats{priority_level=\"%s\"} %d"
        .formatted(escaped(level.getKey()), level.getValue());
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}

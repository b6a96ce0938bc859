package dev.podium.web.health;

import dev.podium.auth.flow.FlowClassifier;
import dev.podium.web.Exposition;
import dev.podium.web.Exposition.Sample;
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
import java.util.Locale;

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
    Exposition metrics =
        new Exposition()
            .counter(
                "apiserver_request_total",
                "Requests by verb, group, version, resource, subresource and code.",
                requests.all().stream().map(MetricsServlet::requests).toList())
            .gauge(
                "apiserver_flowcontrol_nominal_limit_seats",
                "Nominal number of execution seats of each priority level.",
                flows.seats().entrySet().stream()
                    .map(level -> Sample.of(level.getValue(), "priority_level", level.getKey()))
                    .toList())
            .counter(
                "process_cpu_seconds_total",
                "CPU time of the process.",
                List.of(Sample.of(cpu().toNanos() / 1e9)))
            .gauge(
                "process_start_time_seconds",
                "When the process started, since the epoch.",
                List.of(Sample.of(ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3)))
            .gauge(
                "jvm_memory_used_bytes",
                "Heap in use.",
                List.of(
                    Sample.of(
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                        "area",
                        "heap")));
    response.setContentType(Exposition.TYPE);
    response.getOutputStream().write(metrics.text().getBytes(StandardCharsets.UTF_8));
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static Sample requests(Count count) {
    Sort sort = count.sort();
    return Sample.of(
        count.count(),
        "code",
        Integer.toString(sort.code()),
        "group",
        sort.group(),
        "resource",
        sort.resource(),
        "subresource",
        sort.subresource(),
        "verb",
        sort.verb().toUpperCase(Locale.ROOT),
        "version",
        sort.version());
  }
}

package dev.podium.web.health;

import dev.podium.web.PlainText;
import dev.podium.web.QueryString;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/healthz`, `/livez` and `/readyz` with all their checks, or `/readyz/NAME` for one (apiserver's
/// server/healthz/healthz.go).
public final class HealthServlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(HealthServlet.class);

  private final String name;
  private final transient List<HealthCheck> checks;

  private HealthServlet(String name, Stream<HealthCheck> checks) {
    this.name = name;
    this.checks = checks.toList();
  }

  public static HealthServlet healthz(List<PostStartHooks> hooks) {
    return new HealthServlet("healthz", Stream.concat(always("ping", "log", "etcd"), done(hooks)));
  }

  public static HealthServlet livez(List<PostStartHooks> hooks) {
    return new HealthServlet("livez", Stream.concat(always("ping", "log", "etcd"), done(hooks)));
  }

  public static HealthServlet readyz(List<PostStartHooks> hooks) {
    return new HealthServlet(
        "readyz",
        Stream.of(
                always("ping", "log", "etcd", "etcd-readiness", "informer-sync"),
                done(hooks),
                always("shutdown"))
            .flatMap(checks -> checks));
  }

  private static Stream<HealthCheck> always(String... names) {
    return Arrays.stream(names).map(HealthCheck::always);
  }

  private static Stream<HealthCheck> done(List<PostStartHooks> hooks) {
    return hooks.stream().flatMap(hook -> hook.checks().stream());
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    if (path == null) {
      all(QueryString.of(request), response);
    } else {
      one(path.substring(1), response);
    }
  }

  private void one(String wanted, HttpServletResponse response) throws IOException {
    Optional<HealthCheck> check = checks.stream().filter(c -> c.name().equals(wanted)).findFirst();
    if (check.isEmpty()) {
      PlainText.notFound(response);
      return;
    }
    Optional<String> problem = check.get().problem().get();
    if (problem.isPresent()) {
      PlainText.error(response, 500, "internal server error: " + problem.get());
    } else {
      PlainText.write(response, 200, "ok");
    }
  }

  private void all(QueryString query, HttpServletResponse response) throws IOException {
    Set<String> excluded = new LinkedHashSet<>(query.all("exclude"));
    StringBuilder report = new StringBuilder();
    List<String> failed = new ArrayList<>();
    for (HealthCheck check : checks) {
      if (excluded.remove(check.name())) {
        report.append("[+]").append(check.name()).append(" excluded: ok\n");
      } else if (isWell(check)) {
        report.append("[+]").append(check.name()).append(" ok\n");
      } else {
        report.append("[-]").append(check.name()).append(" failed: reason withheld\n");
        failed.add(check.name());
      }
    }
    if (!excluded.isEmpty()) {
      report
          .append("warn: some health checks cannot be excluded: no matches for ")
          .append(quoted(excluded))
          .append('\n');
    }
    if (!failed.isEmpty()) {
      PlainText.error(response, 500, report + name + " check failed");
      return;
    }
    response.setHeader("X-Content-Type-Options", "nosniff");
    PlainText.write(response, 200, query.has("verbose") ? report + name + " check passed\n" : "ok");
  }

  /// The reason is told in the log only: the page is open to all.
  private boolean isWell(HealthCheck check) {
    Optional<String> problem = check.problem().get();
    problem.ifPresent(why -> LOG.debug("{} check {} failed: {}", name, check.name(), why));
    return problem.isEmpty();
  }

  private static String quoted(Set<String> names) {
    return new TreeSet<>(names)
        .stream().map(dev.podium.object.GoText::quote).collect(Collectors.joining(","));
  }
}

package dev.podium.kubelet.server;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem.Open;
import dev.podium.kubelet.server.NginxConfig.Directive;
import dev.podium.kubelet.server.StaticFiles.Found;
import dev.podium.network.Endpoint;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.http.StatusText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;

/// What nginx answers on one of its ports, under one configuration.
final class NginxServer {
  private static final int MOST_REDIRECTS = 10;
  private static final DateTimeFormatter ERROR_DATE =
      DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss");
  private static final Set<String> SUCCESSES =
      Set.of("200", "201", "204", "206", "301", "302", "303", "304", "307", "308");
  private static final String COMBINED =
      "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent"
          + " \"$http_referer\" \"$http_user_agent\"";

  private final Daemon daemon;
  private final String version;
  private final List<NginxSite> sites;
  private final NginxProxy proxy;
  private final AtomicLong connections;

  /// @param sites that listen on the port
  NginxServer(
      Daemon daemon,
      String version,
      List<NginxSite> sites,
      NginxProxy proxy,
      AtomicLong connections) {
    this.daemon = daemon;
    this.version = version;
    this.sites = sites;
    this.proxy = proxy;
    this.connections = connections;
  }

  HttpResponse handle(int port, HttpRequest http, Endpoint client)
      throws IOException, InterruptedException {
    connections.incrementAndGet();
    NginxRequest request = new NginxRequest(http, client);
    NginxSite site = site(port, request.host());
    request.set("host", request.host().isEmpty() ? site.name() : request.host());
    request.set("server_name", site.name());
    request.set("server_port", Integer.toString(port));
    request.set("hostname", daemon.hostname());
    request.set("nginx_version", version);
    request.set(
        "server_addr",
        String.join("", daemon.self().network().addresses().stream().limit(1).toList()));
    request.set("time_local", daemon.logDate());
    Optional<Directive> location = site.location(request);
    Page page = answer(site, request, location, 0);
    log(site, request, location, page);
    Headers front =
        Headers.of("Server", "nginx/" + version, "Date", daemon.httpDate())
            .and("Connection", http.headers().has("Connection", "close") ? "close" : "keep-alive");
    return page.response(front);
  }

  private NginxSite site(int port, String host) {
    return sites.stream()
        .filter(site -> site.isNamed(host))
        .findFirst()
        .or(() -> sites.stream().filter(site -> site.isDefault(port)).findFirst())
        .orElse(sites.getFirst());
  }

  private Page answer(
      NginxSite site, NginxRequest request, Optional<Directive> location, int redirects)
      throws IOException, InterruptedException {
    Page page = withHeaders(site, request, location, content(site, request, location, redirects));
    return errorPage(site, request, location, page, redirects);
  }

  private static Page withHeaders(
      NginxSite site, NginxRequest request, Optional<Directive> location, Page page) {
    Page result = page;
    for (Directive header : site.allEffective("add_header", location)) {
      boolean always = header.arguments().contains("always");
      if (header.arguments().size() > 1
          && (always || SUCCESSES.contains(Integer.toString(page.status())))) {
        result = result.with(header.value(), request.expand(header.arguments().get(1)));
      }
    }
    return result;
  }

  /// What `error_page` wants in place of an answer, if anything.
  private Page errorPage(
      NginxSite site, NginxRequest request, Optional<Directive> location, Page page, int redirects)
      throws IOException, InterruptedException {
    if (page.status() < 300 || page.status() == 304 || redirects >= MOST_REDIRECTS) {
      return page;
    }
    for (Directive directive : site.allEffective("error_page", location)) {
      List<String> words = directive.arguments();
      if (words.size() > 1 && words.contains(Integer.toString(page.status()))) {
        String target = words.getLast();
        Optional<Directive> place = site.named(target);
        if (place.isEmpty() && !target.startsWith("/")) {
          return page;
        }
        if (place.isEmpty()) {
          request.redirect(request.expand(target));
          place = site.location(request);
        }
        Page other = answer(site, request, place, MOST_REDIRECTS);
        Optional<String> asked = words.stream().filter(w -> w.startsWith("=")).findFirst();
        int status =
            asked.isEmpty()
                ? page.status()
                : asked.get().length() > 1
                    ? Daemon.port(asked.get().substring(1), page.status())
                    : other.status();
        return other.status() == 200 ? other.withStatus(status) : page;
      }
    }
    return page;
  }

  private Page content(
      NginxSite site, NginxRequest request, Optional<Directive> location, int redirects)
      throws IOException, InterruptedException {
    Optional<Directive> returned = location.flatMap(l -> l.last("return"));
    Optional<Directive> early = site.server().last("return").or(() -> returned);
    if (early.isPresent()) {
      return returned(early.get(), request);
    }
    Optional<Page> rewritten = rewrite(site, request, location, redirects);
    if (rewritten.isPresent()) {
      return rewritten.get();
    }
    if (denied(site, request, location)) {
      error(site, request, "access forbidden by rule");
      return error(403);
    }
    Optional<Directive> passed = location.flatMap(l -> l.last("proxy_pass"));
    if (passed.isPresent()) {
      return proxy.pass(
          passed.get(),
          site,
          location.orElseThrow(),
          request,
          why -> {
            error(site, request, why);
            return error(502);
          });
    }
    if (location.flatMap(l -> l.last("stub_status")).isPresent()) {
      return status();
    }
    Optional<Directive> tried = site.effective("try_files", location);
    return tried.isPresent() && redirects < MOST_REDIRECTS
        ? tried(tried.get(), site, request, location, redirects)
        : file(site, request, location, path(site, request, location, request.uri()));
  }

  private Page status() {
    long count = connections.get();
    return Page.of(
        200,
        "text/plain",
        "Active connections: 1 \nserver accepts handled requests\n %d %d %d \nReading: 0 Writing: 1 Waiting: 0 \n"
            .formatted(count, count, count));
  }

  private Page returned(Directive directive, NginxRequest request) {
    List<String> words = directive.arguments();
    boolean coded = !words.isEmpty() && words.getFirst().matches("\\d{3}");
    int status = coded ? Integer.parseInt(words.getFirst()) : 302;
    String text = coded ? words.size() > 1 ? words.get(1) : "" : directive.value();
    String value = request.expand(text);
    if (status >= 301 && status <= 308 && status != 304 && !value.isEmpty()) {
      return error(status).with("Location", absolute(value, request));
    }
    return coded && words.size() < 2 && status >= 300
        ? error(status)
        : Page.of(status, "application/octet-stream", value);
  }

  private static String absolute(String target, NginxRequest request) {
    return target.startsWith("/") ? "http://" + request.header("Host") + target : target;
  }

  private Optional<Page> rewrite(
      NginxSite site, NginxRequest request, Optional<Directive> location, int redirects)
      throws IOException, InterruptedException {
    List<Directive> rules = new ArrayList<>(site.server().all("rewrite").toList());
    location.ifPresent(l -> rules.addAll(l.all("rewrite").toList()));
    for (Directive rule : rules) {
      if (rule.arguments().size() < 2 || redirects >= MOST_REDIRECTS) {
        continue;
      }
      Matcher matcher = NginxSite.compile(rule.value(), false).matcher(request.uri());
      if (!matcher.find()) {
        continue;
      }
      request.setGroups(matcher);
      String target = request.expand(rule.arguments().get(1));
      String flag = rule.arguments().size() > 2 ? rule.arguments().get(2) : "last";
      if (flag.equals("redirect") || flag.equals("permanent") || target.startsWith("http")) {
        int status = flag.equals("permanent") ? 301 : 302;
        return Optional.of(error(status).with("Location", absolute(target, request)));
      }
      request.redirect(target.split("\\?", 2)[0]);
      return Optional.of(
          flag.equals("break")
              ? file(site, request, location, path(site, request, location, request.uri()))
              : answer(site, request, site.location(request), redirects + 5));
    }
    return Optional.empty();
  }

  private static boolean denied(
      NginxSite site, NginxRequest request, Optional<Directive> location) {
    Directive place = location.orElse(site.server());
    for (Directive rule : place.block()) {
      boolean meant = rule.value().equals("all") || rule.value().equals(request.client().address());
      if (meant && rule.name().equals("allow")) {
        return false;
      }
      if (meant && rule.name().equals("deny")) {
        return true;
      }
    }
    return false;
  }

  private Page tried(
      Directive directive,
      NginxSite site,
      NginxRequest request,
      Optional<Directive> location,
      int redirects)
      throws IOException, InterruptedException {
    List<String> candidates = directive.arguments();
    for (String candidate : candidates.subList(0, Math.max(0, candidates.size() - 1))) {
      String path = path(site, request, location, request.expand(candidate));
      Found found = new StaticFiles(daemon.self().files()).find(path, indexes(site, location));
      boolean folder = found instanceof Found.NoIndex && candidate.endsWith("/");
      if (found instanceof Found.File || folder) {
        return file(site, request, location, path);
      }
    }
    String last = candidates.isEmpty() ? "=404" : candidates.getLast();
    if (last.startsWith("@")) {
      return answer(site, request, site.named(last), MOST_REDIRECTS);
    }
    if (last.startsWith("=")) {
      return error(Daemon.port(last.substring(1), 404));
    }
    request.redirect(request.expand(last).split("\\?", 2)[0]);
    return answer(site, request, site.location(request), redirects + 5);
  }

  private String path(
      NginxSite site, NginxRequest request, Optional<Directive> location, String uri) {
    Optional<Directive> alias = location.flatMap(l -> l.last("alias"));
    if (alias.isPresent()) {
      String prefix = location.orElseThrow().arguments().getLast();
      String rest = uri.startsWith(prefix) ? uri.substring(prefix.length()) : uri;
      return request.expand(alias.get().value()) + rest;
    }
    String root = site.effective("root", location).map(Directive::value).orElse("/etc/nginx/html");
    String absolute = root.startsWith("/") ? root : "/etc/nginx/" + root;
    return request.expand(absolute).replaceFirst("/$", "") + uri;
  }

  private static List<String> indexes(NginxSite site, Optional<Directive> location) {
    return site.effective("index", location)
        .map(Directive::arguments)
        .orElse(List.of("index.html"));
  }

  private Page file(NginxSite site, NginxRequest request, Optional<Directive> location, String path)
      throws IOException {
    String method = request.http().method();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return error(405);
    }
    StaticFiles files = new StaticFiles(daemon.self().files());
    String otherType =
        site.effective("default_type", location).map(Directive::value).orElse("text/plain");
    return switch (files.find(path, indexes(site, location))) {
      case Found.File file -> files.page(file, request.http(), otherType);
      case Found.Folder _ -> error(301).with("Location", absolute(request.uri() + "/", request));
      case Found.NoIndex(String folder) -> {
        error(site, request, "directory index of \"" + folder + "\" is forbidden");
        yield error(403);
      }
      case Found.Missing(String missing, Errno.Code code) -> {
        boolean forbidden = code == Errno.Code.EACCES;
        String why = forbidden ? "13: Permission denied" : "2: No such file or directory";
        error(site, request, "open() \"" + missing + "\" failed (" + why + ")");
        yield error(forbidden ? 403 : 404);
      }
    };
  }

  private Page error(int status) {
    String title =
        status
            + " "
            + (status == 302 ? "Found" : status == 405 ? "Not Allowed" : StatusText.of(status));
    return Page.of(
        status,
        "text/html",
        "<html>\r\n<head><title>%s</title></head>\r\n<body>\r\n<center><h1>%s</h1></center>\r\n<hr><center>nginx/%s</center>\r\n</body>\r\n</html>\r\n"
            .formatted(title, title, version));
  }

  private void error(NginxSite site, NginxRequest request, String what) {
    daemon.error(
        "%s [error] 29#29: *%d %s, client: %s, server: %s, request: \"%s\", host: \"%s\""
            .formatted(
                daemon.time(ERROR_DATE),
                connections.get(),
                what,
                request.client().address(),
                site.name(),
                request.expand("$request"),
                request.header("Host")));
  }

  private void log(NginxSite site, NginxRequest request, Optional<Directive> location, Page page) {
    Optional<Directive> log = site.effective("access_log", location);
    String path = log.map(Directive::value).orElse("/var/log/nginx/access.log");
    if (path.equals("off")) {
      return;
    }
    boolean bodiless = request.http().method().equals("HEAD");
    request.set("status", Integer.toString(page.status()));
    request.set("body_bytes_sent", bodiless ? "0" : Integer.toString(page.body().length));
    request.set("request_time", "0.000");
    String format =
        log.filter(l -> l.arguments().size() > 1)
            .flatMap(l -> format(site, l.arguments().get(1)))
            .orElse(COMBINED);
    write(path, request.expandForLog(format));
  }

  private static Optional<String> format(NginxSite site, String name) {
    return site.http()
        .all("log_format")
        .filter(format -> format.value().equals(name))
        .findFirst()
        .map(format ->
            String.join(
                "",
                format.arguments().stream()
                    .skip(1)
                    .filter(w -> !w.startsWith("escape="))
                    .toList()));
  }

  private void write(String path, String line) {
    try {
      if (daemon.self().files().realPath(path).startsWith("/dev/")) {
        daemon.out(line);
        return;
      }
    } catch (Errno _) {
      // It is made by the first line.
    }
    try (OutputStream out = daemon.self().files().write(path, Open.APPEND, 0644)) {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // A server goes on without its log.
    }
  }
}

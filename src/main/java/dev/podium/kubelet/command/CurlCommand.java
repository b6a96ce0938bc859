package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.network.ConnectFailure;
import dev.podium.network.Connection;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.http.HttpWire;
import dev.podium.network.tls.PemIdentity;
import dev.podium.network.tls.TlsConnection;
import dev.podium.time.Clock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLException;

/// `curl`, for http and https.
final class CurlCommand {
  private static final String VERSION = "8.5.0";
  private static final Duration PATIENCE = Duration.ofSeconds(130);
  private static final int MOST_REDIRECTS = 50;

  private final Cli cli;
  private final Opts opts;
  private final Map<String, String> report = new TreeMap<>();
  private final Map<String, String> cookies = new TreeMap<>();
  private boolean metered;

  private CurlCommand(Cli cli, Opts opts) {
    this.cli = cli;
    this.opts = opts;
  }

  /// Why a transfer came to nothing.
  private static final class Failure extends Exception {
    private static final long serialVersionUID = 1;
    final int code;

    Failure(int code, String message) {
      super(message, null, false, false);
      this.code = code;
    }
  }

  static int run(Cli cli) throws IOException, InterruptedException {
    Opts opts;
    try {
      opts =
          Opts.parse(
              cli,
              "sSvio:OX:d:H:kLu:m:fA:e:Iw:NgGT:b:c:F:jJ#qr:x:aVhnZ:t:y:1:2:3:4:5:6:7:8:9:BCDEKMPQRUW:lp:z:",
              "silent=s",
              "show-error=S",
              "verbose=v",
              "include=i",
              "output=o",
              "remote-name=O",
              "request=X",
              "data=d",
              "data-raw=t",
              "data-ascii=d",
              "data-binary=1",
              "data-urlencode=2",
              "json=3",
              "header=H",
              "insecure=k",
              "location=L",
              "user=u",
              "max-time=m",
              "fail=f",
              "user-agent=A",
              "referer=e",
              "head=I",
              "write-out=w",
              "no-buffer=N",
              "globoff=g",
              "get=G",
              "upload-file=T",
              "cookie=b",
              "cookie-jar=c",
              "form=F",
              "ipv4=B",
              "ipv6=C",
              "progress-bar=#",
              "range=r",
              "proxy=x",
              "append=a",
              "version=V",
              "help=h",
              "netrc=n",
              "cacert=4",
              "cert=5",
              "key=6",
              "connect-timeout=7",
              "retry=8",
              "retry-delay=9",
              "resolve=y",
              "noproxy=p",
              "compressed=D",
              "http1.1=E",
              "http2=E",
              "http1.0=E",
              "retry-connrefused=K",
              "retry-all-errors=K",
              "fail-with-body=M",
              "no-progress-meter=P",
              "location-trusted=L",
              "path-as-is=Q",
              "tlsv1.2=R",
              "create-dirs=U",
              "url=W",
              "max-redirs=z",
              "no-keepalive=Q",
              "disable=q",
              "raw=Q",
              "retry-max-time=9",
              "capath=p",
              "interface=p",
              "connect-to=p",
              "unix-socket=p",
              "http2-prior-knowledge=E",
              "oauth2-bearer=Z");
    } catch (Usage e) {
      String option = e.text().replaceFirst("(?s)^.*'(.*?)'.*$", "$1").replaceFirst("\n.*", "");
      boolean argument = e.text().contains("argument");
      cli.complain(
          "curl: option "
              + (option.startsWith("-") ? option : "-" + option)
              + (argument ? ": requires parameter" : ": is unknown")
              + "\ncurl: try 'curl --help' or 'curl --manual' for more information");
      return 2;
    }
    if (opts.has('V')) {
      cli.println(
          "curl "
              + VERSION
              + " (x86_64-pc-linux-gnu) libcurl/"
              + VERSION
              + "\nProtocols: http https\nFeatures: simulated by podium");
      return 0;
    }
    List<String> urls = new ArrayList<>(opts.operands());
    urls.addAll(opts.values('W'));
    if (urls.isEmpty()) {
      cli.complain(
          "curl: (2) no URL specified\ncurl: try 'curl --help' or 'curl --manual' for more information");
      return 2;
    }
    int code = 0;
    List<String> expanded = new ArrayList<>();
    for (String url : urls) {
      expanded.addAll(opts.has('g') ? List.of(url) : ranges(url));
    }
    for (int i = 0; i < expanded.size(); i++) {
      code = new CurlCommand(cli, opts).fetch(expanded.get(i), i);
    }
    return code;
  }

  /// `[1-5]` and `{a,b}` in a URL.
  private static List<String> ranges(String url) {
    java.util.regex.Matcher matcher =
        java.util.regex.Pattern.compile("\\[(\\d{1,6})-(\\d{1,6})]|\\{([^{}]*,[^{}]*)}")
            .matcher(url);
    if (!matcher.find()) {
      return List.of(url);
    }
    List<String> choices = new ArrayList<>();
    if (matcher.group(3) != null) {
      choices.addAll(List.of(matcher.group(3).split(",", -1)));
    } else {
      for (long v = Long.parseLong(matcher.group(1));
          v <= Long.parseLong(matcher.group(2)) && choices.size() < 10_000;
          v++) {
        choices.add("" + v);
      }
    }
    List<String> all = new ArrayList<>();
    for (String choice : choices) {
      all.addAll(ranges(url.substring(0, matcher.start()) + choice + url.substring(matcher.end())));
    }
    return all;
  }

  private int fetch(String text, int index) throws IOException, InterruptedException {
    int retries =
        opts.value('8').filter(r -> r.matches("\\d{1,6}")).map(Integer::parseInt).orElse(0);
    Duration delay = Duration.ofSeconds(1);
    for (int attempt = 0; ; attempt++) {
      try {
        return transfer(text, index, attempt < retries);
      } catch (Failure e) {
        boolean again = attempt < retries && (e.code == 28 || e.code == 6 || opts.has('K'));
        if (!again) {
          report.put("exitcode", "" + e.code);
          report.put("errormsg", String.valueOf(e.getMessage()));
          if (metered) {
            cli.complain("");
          }
          if (!opts.has('s') || opts.has('S')) {
            cli.complain("curl: (" + e.code + ") " + e.getMessage());
          }
          writeOut();
          return e.code;
        }
        if (!opts.has('s')) {
          cli.complain(
              "Warning: Problem: "
                  + (e.code == 28 ? "timeout" : "connection refused")
                  + ". Will retry in "
                  + delay.toSeconds()
                  + " seconds. "
                  + (retries - attempt)
                  + " retries left.");
        }
        cli.self()
            .sleep(
                opts.has('9')
                    ? Duration.ofSeconds(Long.parseLong(opts.value('9').orElse("1")))
                    : delay);
        delay = delay.multipliedBy(2);
      }
    }
  }

  private Duration elapsed(Instant since) {
    return Duration.between(since, cli.self().clock().now());
  }

  private static Optional<Duration> seconds(Optional<String> text) {
    return text.filter(t -> t.matches("\\d*\\.?\\d+"))
        .map(t -> Duration.ofMillis((long) (Double.parseDouble(t) * 1000)));
  }

  private int transfer(String text, int index, boolean more)
      throws IOException, InterruptedException, Failure {
    Optional<Url> parsed = Url.parse(text);
    if (parsed.isEmpty()) {
      throw new Failure(
          3,
          text.matches(
                  ".*:\\d{6,}.*|.*:(6553[6-9]|655[4-9]\\d|65[6-9]\\d\\d|6[6-9]\\d{3}|[7-9]\\d{4}).*")
              ? "URL rejected: Port number was not a decimal number between 0 and 65535"
              : "URL rejected: Malformed input to a URL function");
    }
    Url url = parsed.get();
    if (!url.scheme().equals("http") && !url.scheme().equals("https")) {
      throw new Failure(1, "Protocol \"" + url.scheme() + "\" not supported");
    }
    Instant begin = cli.self().clock().now();
    meter(opts.has('o') || opts.has('O') || !cli.onTerminal());
    Optional<Duration> limit = seconds(opts.value('m'));
    HttpRequest request = request(url);
    int redirects = 0;
    while (true) {
      try (Exchange exchange = new Exchange(url, begin, limit)) {
        HttpResponse response = exchange.ask(request);
        remember(response, url);
        report.put("num_redirects", "" + redirects);
        Optional<String> location =
            response.headers().find("Location").filter(_ -> response.status() / 100 == 3);
        location
            .flatMap(url::resolve)
            .ifPresent(next -> report.put("redirect_url", next.toString()));
        if (location.isPresent() && opts.has('L')) {
          if (redirects++
              >= opts.value('z')
                  .filter(z -> z.matches("\\d{1,6}"))
                  .map(Integer::parseInt)
                  .orElse(MOST_REDIRECTS)) {
            throw new Failure(47, "Maximum (" + (redirects - 1) + ") redirects followed");
          }
          show(exchange, response, url, index, false);
          url = url.resolve(location.get()).orElse(url);
          boolean keeps = response.status() == 307 || response.status() == 308 || opts.has('X');
          request =
              keeps || request.method().equals("HEAD")
                  ? request(url)
                  : HttpRequest.get(url.target(), fields(url));
          continue;
        }
        if (response.status() >= 500
            && more
            && List.of(500, 502, 503, 504, 408, 429).contains(response.status())) {
          throw new Failure(28, "The requested URL returned error: " + response.status());
        }
        if (response.status() >= 400 && opts.has('f')) {
          report.put("time_total", time(elapsed(begin)));
          throw new Failure(22, "The requested URL returned error: " + response.status());
        }
        show(exchange, response, url, index, true);
        report.put("time_total", time(elapsed(begin)));
        report.put("exitcode", "0");
        writeOut();
        if (response.status() >= 400 && opts.has('M')) {
          cli.complain("curl: (22) The requested URL returned error: " + response.status());
          return 22;
        }
        return 0;
      }
    }
  }

  private static String time(Duration duration) {
    return String.format(Locale.ROOT, "%.6f", duration.toNanos() / 1e9);
  }

  private void remember(HttpResponse response, Url url) {
    String status = String.format("%03d", response.status());
    report.put("http_code", status);
    report.put("response_code", status);
    report.put("http_version", "1.1");
    report.put("scheme", url.scheme().toUpperCase(Locale.ROOT));
    report.put("url_effective", url.toString());
    report.put("content_type", response.headers().find("Content-Type").orElse(""));
    for (Headers.Field field : response.headers().fields()) {
      if (field.name().equalsIgnoreCase("Set-Cookie")) {
        String[] pair = field.value().split(";")[0].split("=", 2);
        cookies.put(pair[0], pair.length > 1 ? pair[1] : "");
      }
    }
  }

  private Headers fields(Url url) {
    Headers fields = Headers.of("Host", url.authority());
    Optional<String> user =
        opts.value('u').or(() -> Optional.of(url.user()).filter(u -> !u.isEmpty()));
    if (user.isPresent()) {
      fields =
          fields.and(
              "Authorization",
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString(user.get().getBytes(StandardCharsets.UTF_8)));
    }
    if (opts.has('Z')) {
      fields = fields.and("Authorization", "Bearer " + opts.value('Z').orElse(""));
    }
    fields =
        fields.and("User-Agent", opts.value('A').orElse("curl/" + VERSION)).and("Accept", "*/*");
    if (opts.has('r')) {
      fields = fields.and("Range", "bytes=" + opts.value('r').orElse(""));
    }
    if (opts.has('e')) {
      fields = fields.and("Referer", opts.value('e').orElse(""));
    }
    List<String> pairs = new ArrayList<>();
    opts.values('b').stream().filter(b -> b.contains("=")).forEach(pairs::add);
    cookies.forEach((name, value) -> pairs.add(name + "=" + value));
    if (!pairs.isEmpty()) {
      fields = fields.and("Cookie", String.join("; ", pairs));
    }
    for (String header : opts.values('H')) {
      int colon = header.indexOf(':');
      if (colon > 0) {
        String name = header.substring(0, colon).strip();
        String value = header.substring(colon + 1).strip();
        boolean standard =
            List.of("host", "user-agent", "accept", "authorization")
                .contains(name.toLowerCase(Locale.ROOT));
        fields =
            value.isEmpty()
                ? fields.without(name)
                : standard ? fields.with(name, value) : fields.and(name, value);
      } else if (header.endsWith(";")) {
        fields = fields.and(header.substring(0, header.length() - 1), "");
      }
    }
    return fields;
  }

  private HttpRequest request(Url url) throws IOException, Failure {
    Headers fields = fields(url);
    byte[] body = body();
    boolean posts =
        opts.has('d')
            || opts.has('t')
            || opts.has('1')
            || opts.has('2')
            || opts.has('3')
            || opts.has('F');
    String method =
        opts.has('I') ? "HEAD" : opts.has('T') ? "PUT" : posts && !opts.has('G') ? "POST" : "GET";
    String target = url.target();
    if (opts.has('G') && posts) {
      target += (target.contains("?") ? "&" : "?") + new String(body, StandardCharsets.UTF_8);
      body = new byte[0];
    } else if (posts || opts.has('T')) {
      fields = fields.and("Content-Length", "" + body.length);
      String type =
          opts.has('3')
              ? "application/json"
              : opts.has('F')
                  ? "multipart/form-data; boundary=" + BOUNDARY
                  : "application/x-www-form-urlencoded";
      if (fields.find("Content-Type").isEmpty() && !opts.has('T')) {
        fields = fields.and("Content-Type", type);
      }
    }
    return new HttpRequest(
        opts.value('X').orElse(method), target, fields, new ByteArrayInputStream(body));
  }

  private static final String BOUNDARY = "------------------------d74496d66958873e";

  private byte[] body() throws IOException, Failure {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (opts.has('T')) {
      return read(opts.value('T').orElse("-"));
    }
    for (char kind : "dt123".toCharArray()) {
      for (String value : opts.values(kind)) {
        if (out.size() > 0 && kind != '3') {
          out.write('&');
        }
        out.writeBytes(data(kind, value));
      }
    }
    for (String part : opts.values('F')) {
      String[] pair = part.split("=", 2);
      String value = pair.length > 1 ? pair[1] : "";
      boolean file = value.startsWith("@");
      String name = value.replaceFirst("^@", "").replaceFirst(";.*$", "");
      out.writeBytes(
          ("--"
                  + BOUNDARY
                  + "\r\nContent-Disposition: form-data; name=\""
                  + pair[0]
                  + "\""
                  + (file
                      ? "; filename=\""
                          + Cli.baseName(name)
                          + "\"\r\nContent-Type: application/octet-stream"
                      : "")
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      out.writeBytes(file ? read(name) : value.getBytes(StandardCharsets.UTF_8));
      out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    if (opts.has('F')) {
      out.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private byte[] data(char kind, String value) throws IOException, Failure {
    if (kind == '2') {
      int equals = value.indexOf('=');
      return ((equals < 0 ? "" : value.substring(0, equals + 1))
              + java.net.URLEncoder.encode(value.substring(equals + 1), StandardCharsets.UTF_8)
                  .replace("+", "%20"))
          .getBytes(StandardCharsets.UTF_8);
    }
    if (kind == 't' || !value.startsWith("@")) {
      return value.getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = read(value.substring(1));
    return kind == 'd'
        ? new String(bytes, StandardCharsets.UTF_8)
            .replaceAll("[\r\n]", "")
            .getBytes(StandardCharsets.UTF_8)
        : bytes;
  }

  private byte[] read(String path) throws IOException, Failure {
    try (InputStream in = cli.open(path)) {
      return in.readAllBytes();
    } catch (Errno _) {
      throw new Failure(26, "Failed to open " + path);
    }
  }

  private void note(String line) throws IOException {
    if (opts.has('v')) {
      cli.complain(line);
    }
  }

  private void show(Exchange exchange, HttpResponse response, Url url, int index, boolean last)
      throws IOException, Failure, InterruptedException {
    Optional<String> file =
        index < opts.values('o').size()
            ? Optional.of(opts.values('o').get(index))
            : opts.has('O')
                ? Optional.of(Cli.baseName(url.target().replaceFirst("\\?.*$", "")))
                : Optional.empty();
    if (file.filter(String::isEmpty).isPresent()) {
      throw new Failure(23, "Remote file name has no length!");
    }
    boolean toFile = file.filter(f -> !f.equals("-")).isPresent();
    if (opts.has('i') || opts.has('I')) {
      cli.print(head(response, ""));
    }
    meter(last && (toFile || !cli.onTerminal()));
    long count;
    if (!last && !opts.has('I')) {
      response.body().readAllBytes();
      return;
    }
    try (OutputStream out = toFile && last ? target(file.orElseThrow()) : cli.out()) {
      count = exchange.copy(response.body(), out, toFile);
    }
    report.put("size_download", "" + count);
    if (metered) {
      String size = String.format("%5s", count > 99_999 ? count / 1024 + "k" : "" + count);
      cli.flush();
      cli.err()
          .write(
              ("\r100 "
                      + size
                      + "  100 "
                      + size
                      + "    0     0  "
                      + String.format("%5s", count)
                      + "      0 --:--:-- --:--:-- --:--:-- "
                      + String.format("%5s", count)
                      + "\n")
                  .getBytes(StandardCharsets.UTF_8));
      metered = false;
    }
    note("* Connection #0 to host " + url.host() + " left intact");
  }

  private OutputStream target(String file) throws Failure, IOException {
    try {
      return cli.create(file, FileSystem.Open.TRUNCATE);
    } catch (Errno e) {
      cli.complain("Warning: Failed to open the file " + file + ": " + Cli.reason(e));
      throw new Failure(23, "Failure writing output to destination");
    }
  }

  private void meter(boolean shown) throws IOException {
    if (!shown || metered || opts.has('s') || opts.has('P') || opts.has('#') || opts.has('I')) {
      return;
    }
    metered = true;
    cli.flush();
    cli.err()
        .write(
            "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0"
                .getBytes(StandardCharsets.UTF_8));
  }

  private static String head(HttpResponse response, String mark) {
    StringBuilder text =
        new StringBuilder(
            mark + "HTTP/1.1 " + response.status() + " " + response.reason() + "\r\n");
    for (Headers.Field field : response.headers().fields()) {
      text.append(mark).append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return text.append(mark).append("\r\n").toString();
  }

  private void writeOut() throws IOException {
    if (!opts.has('w')) {
      return;
    }
    String format = opts.value('w').orElse("");
    if (format.startsWith("@")) {
      format = new String(cli.all(cli.open(format.substring(1))), StandardCharsets.UTF_8);
    }
    format = format.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r");
    report.putIfAbsent("http_code", "000");
    report.putIfAbsent("response_code", "000");
    java.util.regex.Matcher matcher =
        java.util.regex.Pattern.compile("%\\{(\\w+)}").matcher(format);
    cli.print(
        matcher
            .replaceAll(m ->
                java.util.regex.Matcher.quoteReplacement(
                    report.getOrDefault(
                        m.group(1),
                        m.group(1).startsWith("time_")
                            ? "0.000000"
                            : m.group(1).startsWith("size_")
                                    || m.group(1).startsWith("num_")
                                    || m.group(1).startsWith("speed_")
                                ? "0"
                                : "")))
            .replace("%%", "%"));
  }

  /// One connection, with the time that it may take.
  private final class Exchange implements AutoCloseable {
    private final Url url;
    private final Instant begin;
    private final Optional<Duration> limit;
    private final Connection connection;
    private final List<Clock.Timer> timers = new ArrayList<>();
    private volatile boolean late;
    private long received;

    Exchange(Url url, Instant begin, Optional<Duration> limit)
        throws IOException, InterruptedException, Failure {
      this.url = url;
      this.begin = begin;
      this.limit = limit;
      this.connection = connect();
    }

    private Connection connect() throws IOException, InterruptedException, Failure {
      List<String> addresses = addresses();
      if (addresses.isEmpty()) {
        throw new Failure(6, "Could not resolve host: " + url.host());
      }
      boolean named = !Hosts.isAddress(url.host());
      if (named) {
        note(
            "* Host "
                + url.host()
                + ":"
                + url.port()
                + " was resolved.\n* IPv6: (none)\n* IPv4: "
                + String.join(", ", addresses));
      }
      Optional<Duration> own = seconds(opts.value('7'));
      Optional<Duration> patience =
          own.isPresent() && limit.isPresent()
              ? Optional.of(own.get().compareTo(limit.get()) < 0 ? own.get() : limit.get())
              : own.or(() -> limit);
      String address = addresses.getFirst();
      note("*   Trying " + address + ":" + url.port() + "...");
      try {
        Connection made =
            cli.self().network().connect(address, url.port(), patience.orElse(PATIENCE));
        note("* Connected to " + url.host() + " (" + address + ") port " + url.port());
        report.put("remote_ip", address);
        report.put("remote_port", "" + url.port());
        report.put("local_ip", made.local().address());
        report.put("local_port", "" + made.local().port());
        String time = time(elapsed(begin));
        report.put("time_connect", time);
        report.put("time_namelookup", time);
        limit.ifPresent(most ->
            timers.add(
                cli.self()
                    .clock()
                    .schedule(
                        most.minus(elapsed(begin)),
                        () ->
                            Thread.ofVirtual()
                                .name("curl -m")
                                .start(() -> {
                                  late = true;
                                  made.close();
                                }))));
        return made;
      } catch (ConnectFailure e) {
        throw unreachable(e, address, patience);
      }
    }

    private Failure unreachable(ConnectFailure e, String address, Optional<Duration> patience)
        throws IOException {
      long millis = elapsed(begin).toMillis();
      note("* connect to " + address + " port " + url.port() + " failed: " + e.reason().text());
      if (e.reason() == ConnectFailure.Reason.TIMED_OUT && patience.isPresent()) {
        return new Failure(
            28,
            (limit.equals(patience) ? "Connection" : "Connection")
                + " timed out after "
                + Math.max(millis, patience.get().toMillis())
                + " milliseconds");
      }
      String words =
          Flavour.isBusybox(cli.self())
              ? "Could not connect to server"
              : "Couldn't connect to server";
      return new Failure(
          e.reason() == ConnectFailure.Reason.TIMED_OUT ? 28 : 7,
          "Failed to connect to "
              + url.host()
              + " port "
              + url.port()
              + " after "
              + millis
              + " ms: "
              + words);
    }

    private List<String> addresses() {
      for (String entry : opts.values('y')) {
        String[] parts = entry.split(":", 3);
        if (parts.length == 3
            && (parts[0].equals(url.host()) || parts[0].equals("*"))
            && parts[1].equals("" + url.port())) {
          return List.of(parts[2].replaceAll("[\\[\\]]", ""));
        }
      }
      return Hosts.addresses(cli, url.host());
    }

    HttpResponse ask(HttpRequest request) throws IOException, Failure, InterruptedException {
      HttpWire wire = url.secure() ? secured() : new HttpWire(connection.in(), connection.out());
      if (opts.has('v')) {
        StringBuilder text =
            new StringBuilder("> " + request.method() + " " + request.target() + " HTTP/1.1\n");
        for (Headers.Field field : request.headers().fields()) {
          text.append("> ").append(field.name()).append(": ").append(field.value()).append('\n');
        }
        cli.complain(text + "> ");
      }
      try {
        wire.write(request);
        HttpResponse response = wire.readResponse(request.method());
        report.put("time_starttransfer", time(elapsed(begin)));
        if (opts.has('v')) {
          cli.complain(head(response, "< ").replace("\r", "").stripTrailing() + " ");
        }
        return response;
      } catch (HttpWire.MalformedMessage e) {
        throw new Failure(1, "Received HTTP/0.9 when not allowed");
      } catch (java.io.InterruptedIOException e) {
        throw new InterruptedException();
      } catch (IOException e) {
        throw broken(e);
      }
    }

    private Failure broken(IOException e) {
      if (late) {
        return new Failure(
            28,
            "Operation timed out after "
                + Math.max(elapsed(begin).toMillis(), limit.orElse(Duration.ZERO).toMillis())
                + " milliseconds with "
                + received
                + " bytes received");
      }
      String reason = String.valueOf(e.getMessage());
      return reason.contains("reset")
          ? new Failure(56, "Recv failure: Connection reset by peer")
          : new Failure(52, "Empty reply from server");
    }

    private HttpWire secured() throws IOException, Failure, InterruptedException {
      String authorities =
          opts.has('4')
              ? Tls.text(cli, opts.value('4').orElse(""))
                  .orElseThrow(() ->
                      new Failure(
                          77,
                          "error setting certificate verify locations:  CAfile: "
                              + opts.value('4').orElse("")
                              + " CApath: none"))
              : Tls.text(
                      cli,
                      cli.variable(
                          "SSL_CERT_FILE",
                          cli.variable("CURL_CA_BUNDLE", "/etc/ssl/certs/ca-certificates.crt")))
                  .orElse("");
      String certificate =
          opts.has('5')
              ? Tls.text(cli, opts.value('5').orElse("").replaceFirst(":.*$", ""))
                  .orElseThrow(() ->
                      new Failure(
                          58,
                          "could not load PEM client certificate from "
                              + opts.value('5').orElse("")))
              : "";
      String key =
          opts.has('6') ? Tls.text(cli, opts.value('6').orElse("")).orElse("") : certificate;
      try {
        TlsConnection secure =
            Tls.client(
                connection,
                url.host(),
                new PemIdentity(opts.has('k'), authorities, certificate, key));
        note(
            "* SSL connection using "
                + secure.session().getProtocol()
                + " / "
                + secure.session().getCipherSuite());
        report.put("time_appconnect", time(elapsed(begin)));
        return new HttpWire(secure.in(), secure.out());
      } catch (SSLException e) {
        throw refused(e);
      } catch (java.io.InterruptedIOException e) {
        throw new InterruptedException();
      } catch (IOException e) {
        throw late
            ? new Failure(28, "SSL connection timeout")
            : new Failure(
                35,
                "OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to "
                    + url.host()
                    + ":"
                    + url.port()
                    + " ");
      }
    }

    private Failure refused(SSLException e) {
      String reason = String.valueOf(e.getMessage());
      String more =
          "\nMore details here: https://curl.se/docs/sslcerts.html\n\ncurl failed to verify the legitimacy of the server and therefore could not\nestablish a secure connection to it. To learn more about this situation and\nhow to fix it, please visit the web page mentioned above.";
      if (reason.contains("certification path") || reason.contains("PKIX")) {
        return new Failure(
            60, "SSL certificate problem: unable to get local issuer certificate" + more);
      }
      if (reason.contains("subject alternative")
          || reason.contains("No name matching")
          || reason.contains("found matching")) {
        return new Failure(
            60,
            "SSL: no alternative certificate subject name matches target host name '"
                + url.host()
                + "'"
                + more);
      }
      return new Failure(
          35,
          reason.contains("Unsupported or unrecognized")
              ? "OpenSSL/3.0.13: error:0A00010B:SSL routines::wrong version number"
              : "OpenSSL/3.0.13: error: " + reason);
    }

    long copy(InputStream body, OutputStream out, boolean file)
        throws IOException, Failure, InterruptedException {
      byte[] buffer = new byte[8192];
      try {
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
          received += n;
          out.write(buffer, 0, n);
          if (!file) {
            cli.flush();
          }
        }
        return received;
      } catch (Errno e) {
        throw new Failure(23, "Failure writing output to destination");
      } catch (java.io.InterruptedIOException e) {
        throw new InterruptedException();
      } catch (IOException e) {
        throw late
            ? broken(e)
            : new Failure(18, "transfer closed with outstanding read data remaining");
      }
    }

    @Override
    public void close() {
      timers.forEach(Clock.Timer::cancel);
      connection.close();
    }
  }
}

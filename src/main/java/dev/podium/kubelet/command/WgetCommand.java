package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.network.ConnectFailure;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.tls.PemIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// `wget`: busybox's and GNU's, which differ in what they say and in how often they try.
final class WgetCommand {
  private static final int MOST_REDIRECTIONS = 20;
  private static final String AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt";

  private final Cli cli;
  private final Opts opts;
  private final WgetWords words;

  private WgetCommand(Cli cli, Opts opts) {
    this.cli = cli;
    this.opts = opts;
    this.words =
        cli.busybox() ? new WgetBusybox(cli, opts.has('q'), opts.has('S')) : new WgetGnu(cli, opts);
  }

  static int run(Cli cli) throws IOException, InterruptedException {
    Opts opts = options(cli);
    if (opts.operands().isEmpty()) {
      throw new Usage(
          cli.busybox()
              ? "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR]\n\t[--post-data STR | --post-file FILE] [-Y on/off]\n\t[--no-check-certificate] [-P DIR] [-U AGENT] [-T SEC] URL..."
              : "wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.",
          1);
    }
    Optional<String> log = opts.value('o');
    return log.isEmpty() ? run(cli, opts) : cli.complaining(log.get(), same -> run(same, opts));
  }

  private static int run(Cli cli, Opts opts) throws IOException, InterruptedException {
    WgetCommand wget = new WgetCommand(cli, opts);
    Optional<String> file = opts.value('O').filter(name -> !name.equals("-"));
    if (file.isPresent() && !cli.busybox()) {
      try {
        cli.create(file.get(), FileSystem.Open.TRUNCATE).close();
      } catch (Errno e) {
        return wget.words.unwritable(file.get(), e);
      }
    }
    int code = 0;
    for (String url : opts.operands()) {
      int one = wget.fetch(url);
      code = one == 0 ? code : one;
      if (one != 0 && cli.busybox()) {
        break;
      }
    }
    return code;
  }

  private static Opts options(Cli cli) {
    try {
      return Opts.parse(
          cli,
          "qO:T:t:ScsP:U:Y:nvdNr1:2:3:45:6:7:8:w:i:L:o:",
          "quiet=q",
          "output-document=O",
          "timeout=T",
          "tries=t",
          "server-response=S",
          "spider=s",
          "continue=c",
          "directory-prefix=P",
          "user-agent=U",
          "header=1",
          "post-data=2",
          "post-file=3",
          "no-check-certificate=4",
          "ca-certificate=5",
          "method=6",
          "body-data=7",
          "no-verbose=n",
          "connect-timeout=T",
          "read-timeout=T",
          "no-cache=N",
          "no-proxy=N",
          "retry-connrefused=N",
          "content-on-error=N",
          "max-redirect=8",
          "dns-timeout=T",
          "waitretry=w",
          "wait=w",
          "output-file=o",
          "user=L",
          "password=L");
    } catch (Usage e) {
      String what = e.text().lines().findFirst().orElse("");
      throw cli.busybox() || e.code() == 0
          ? e
          : new Usage(
              what + "\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.",
              2);
    }
  }

  private int fetch(String text) throws IOException, InterruptedException {
    Optional<Url> parsed = Url.parse(text).map(Url::normal);
    if (parsed.isEmpty() || !parsed.get().scheme().startsWith("http")) {
      return words.unsupported(text, text.replaceFirst(":.*$", ""));
    }
    Url url = parsed.get();
    String host = "";
    for (int redirections = 0; redirections <= MOST_REDIRECTIONS; redirections++) {
      List<String> addresses = Hosts.addresses(cli, url.host());
      if (addresses.isEmpty()) {
        words.begin(url, 1);
        return words.unresolved(url);
      }
      boolean same = cli.busybox() && host.equals(url.authority());
      host = url.authority();
      Outcome outcome = attempts(url, addresses.getFirst(), same);
      if (outcome.next.isEmpty()) {
        return outcome.code;
      }
      url = outcome.next.get();
    }
    return words.tooManyRedirections();
  }

  /// @param again whether another attempt might do better
  /// @param next where a redirection leads
  private record Outcome(int code, boolean again, Optional<Url> next) {
    static Outcome of(int code) {
      return new Outcome(code, false, Optional.empty());
    }

    static Outcome passing(int code) {
      return new Outcome(code, true, Optional.empty());
    }
  }

  private Outcome attempts(Url url, String address, boolean same)
      throws IOException, InterruptedException {
    int most =
        cli.busybox()
            ? 1
            : opts.value('t')
                .filter(t -> t.matches("[1-9]\\d{0,3}"))
                .map(Integer::parseInt)
                .orElse(20);
    for (int attempt = 1; ; attempt++) {
      words.begin(url, attempt);
      if (!same) {
        words.connecting(url, address);
      }
      Outcome outcome = attempt(url, address);
      if (!outcome.again) {
        return outcome;
      }
      words.retrying(attempt < most);
      if (attempt >= most) {
        return outcome;
      }
      cli.self().sleep(Duration.ofSeconds(Math.min(attempt, 10)));
    }
  }

  private Duration patience() {
    return opts.value('T')
        .filter(t -> t.matches("\\d*\\.?\\d+"))
        .map(t -> Duration.ofMillis((long) (Double.parseDouble(t) * 1000)))
        .filter(d -> !d.isZero())
        .orElse(Duration.ofSeconds(130));
  }

  private Outcome attempt(Url url, String address) throws IOException, InterruptedException {
    try (HttpLink link = HttpLink.connect(cli, address, url.port(), patience())) {
      words.connected();
      link.limit(patience());
      return exchange(url, link);
    } catch (ConnectFailure e) {
      boolean late = e.reason() == ConnectFailure.Reason.TIMED_OUT;
      int code = words.unreachable(address, e, late && opts.has('T'));
      return late ? Outcome.passing(code) : Outcome.of(code);
    }
  }

  private Outcome exchange(Url url, HttpLink link) throws IOException, InterruptedException {
    HttpResponse response;
    try {
      if (url.secure()) {
        String file = opts.value('5').orElse(AUTHORITIES);
        boolean anybody = opts.has('4') || (cli.busybox() && !opts.has('5'));
        String authorities = Tls.text(cli, file).orElse("");
        link.secure(url.host(), new PemIdentity(anybody, authorities, "", ""));
      }
      response = link.ask(request(url));
    } catch (SSLException _) {
      return Outcome.of(words.untrusted(url));
    } catch (Errno e) {
      throw e;
    } catch (IOException _) {
      return Outcome.passing(words.silence(link.late()));
    }
    words.answered(response);
    Optional<String> location =
        response.headers().find("Location").filter(_ -> response.status() / 100 == 3);
    if (location.isPresent()) {
      words.redirected(location.get());
      return new Outcome(0, false, url.resolve(location.get()));
    }
    if (response.status() >= 400) {
      return Outcome.of(words.failed(url, response));
    }
    if (opts.has('s')) {
      words.exists(response);
      return Outcome.of(0);
    }
    return save(url, response);
  }

  private HttpRequest request(Url url) throws IOException {
    Headers fields = Headers.of("Host", url.authority());
    fields =
        cli.busybox()
            ? fields.and("User-Agent", opts.value('U').orElse("Wget")).and("Connection", "close")
            : fields
                .and("User-Agent", opts.value('U').orElse("Wget/1.21.4"))
                .and("Accept", "*/*")
                .and("Accept-Encoding", "identity")
                .and("Connection", "Keep-Alive");
    if (cli.busybox() && !url.user().isEmpty()) {
      byte[] user = Url.decoded(url.user()).getBytes(StandardCharsets.UTF_8);
      fields = fields.and("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
    }
    boolean posts = opts.has('2') || opts.has('3') || opts.has('7');
    byte[] body = posts ? body() : new byte[0];
    if (posts) {
      fields =
          fields
              .and("Content-Type", "application/x-www-form-urlencoded")
              .and("Content-Length", "" + body.length);
    }
    for (String header : opts.values('1')) {
      int colon = header.indexOf(':');
      if (colon > 0) {
        fields =
            own(fields, header.substring(0, colon).strip(), header.substring(colon + 1).strip());
      }
    }
    String method = opts.value('6').orElse(opts.has('s') ? "HEAD" : posts ? "POST" : "GET");
    return new HttpRequest(method, url.target(), fields, new ByteArrayInputStream(body));
  }

  /// GNU's puts a field where one of its name is.
  private Headers own(Headers fields, String name, String value) {
    return cli.busybox() || fields.find(name).isEmpty()
        ? fields.with(name, value)
        : new Headers(
            fields.fields().stream()
                .map(f -> f.name().equalsIgnoreCase(name) ? new Headers.Field(name, value) : f)
                .toList());
  }

  private byte[] body() throws IOException {
    if (opts.has('3')) {
      try (InputStream in = cli.open(opts.value('3').orElse("-"))) {
        return cli.all(in);
      }
    }
    return opts.value('2').or(() -> opts.value('7')).orElse("").getBytes(StandardCharsets.UTF_8);
  }

  private Outcome save(Url url, HttpResponse response) throws IOException, InterruptedException {
    Optional<String> file = file(url).filter(name -> !name.equals("-"));
    try (OutputStream out = target(file)) {
      words.saving(response, file);
      long count = copy(response.body(), out);
      if (count < 0) {
        return Outcome.passing(words.cut(response, -1 - count));
      }
      cli.flush();
      words.saved(url, response, file, count);
      return Outcome.of(0);
    } catch (Errno e) {
      return Outcome.of(words.unwritable(file.orElse("-"), e));
    }
  }

  private Optional<String> file(Url url) {
    if (opts.has('O')) {
      return opts.value('O');
    }
    String base = Cli.baseName(url.target().replaceFirst("\\?.*$", ""));
    String name = base.isEmpty() ? "index.html" : base;
    String path = opts.value('P').map(folder -> Paths.join(folder, name)).orElse(name);
    String free = path;
    for (int i = 1; !cli.busybox() && cli.files().exists(free); i++) {
      free = path + "." + i;
    }
    return Optional.of(free);
  }

  private OutputStream target(Optional<String> file) throws IOException {
    if (file.isEmpty()) {
      return cli.out();
    }
    if (cli.busybox() && !opts.has('O') && cli.files().exists(file.get())) {
      throw new Errno(Errno.Code.EEXIST);
    }
    if (!cli.busybox() && opts.has('P') && !cli.files().exists(opts.value('P').orElse("."))) {
      cli.files().makeDirectory(opts.value('P').orElse("."), 0777);
    }
    return cli.create(
        file.get(),
        opts.has('O') && !cli.busybox() ? FileSystem.Open.APPEND : FileSystem.Open.TRUNCATE);
  }

  /// @return how many bytes it was; less than 0 where they ended too early: -1 for none, -2 for one
  private static long copy(InputStream from, OutputStream to)
      throws IOException, InterruptedException {
    byte[] piece = new byte[8192];
    long count = 0;
    while (true) {
      int read;
      try {
        read = from.read(piece);
      } catch (InterruptedIOException _) {
        throw new InterruptedException();
      } catch (IOException _) {
        to.flush();
        return -1 - count;
      }
      if (read < 0) {
        return count;
      }
      to.write(piece, 0, read);
      count += read;
    }
  }
}

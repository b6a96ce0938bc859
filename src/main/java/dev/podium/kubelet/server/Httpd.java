package dev.podium.kubelet.server;

import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Signal;
import dev.podium.kubelet.server.StaticFiles.Found;
import dev.podium.network.Endpoint;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// The Apache web server with its usual configuration: files of one folder.
final class Httpd {
  private static final String VERSION = "Apache/2.4.65 (Unix)";
  private static final String ROOT = "/usr/local/apache2/htdocs";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss.SSSSSS uuuu", Locale.ROOT);

  private final Daemon daemon;

  private Httpd(Daemon daemon) {
    this.daemon = daemon;
  }

  static void start(Process self) throws IOException {
    Daemon daemon = new Daemon(self);
    Httpd httpd = new Httpd(daemon);
    daemon.listen(80, httpd::handle);
    String address = self.network().addresses().stream().findFirst().orElse("127.0.0.1");
    String unnamed =
        "AH00558: httpd: Could not reliably determine the server's fully qualified domain name,"
            + " using %s. Set the 'ServerName' directive globally to suppress this message";
    daemon.error(unnamed.formatted(address));
    daemon.error(unnamed.formatted(address));
    daemon.error(
        notice(
            daemon,
            "mpm_event",
            "AH00489: " + VERSION + " configured -- resuming normal operations"));
    daemon.error(notice(daemon, "core", "AH00094: Command line: 'httpd -D FOREGROUND'"));
    daemon.endsOn(0, Signal.TERM, Signal.WINCH, Signal.INT);
  }

  private static String notice(Daemon daemon, String module, String text) {
    return "[%s] [%s:notice] [pid 1:tid 1] %s".formatted(daemon.time(DATE), module, text);
  }

  private HttpResponse handle(HttpRequest request, Endpoint client) throws IOException {
    Page page = page(request);
    daemon.out(daemon.commonLog(client, request, page));
    return page.response(Headers.of("Date", daemon.httpDate(), "Server", VERSION));
  }

  private Page page(HttpRequest request) throws IOException {
    StaticFiles files = new StaticFiles(daemon.self().files());
    String path = new NginxRequest(request, new Endpoint("", 0)).uri();
    return switch (files.find(ROOT + path, List.of("index.html"))) {
      case Found.File file -> files.page(file, request, "text/plain");
      case Found.Folder _ ->
          error(
                  301,
                  "Moved Permanently",
                  "The document has moved <a href=\"%s/\">here</a>.".formatted(path))
              .with("Location", "http://" + request.headers().find("Host").orElse("") + path + "/");
      case Found.NoIndex(String folder) -> index(folder, path);
      case Found.Missing _ ->
          error(404, "Not Found", "The requested URL was not found on this server.");
    };
  }

  private Page index(String folder, String path) throws IOException {
    StringBuilder text =
        new StringBuilder(
            "<html>\n<head>\n<title>Index of "
                + path
                + "</title>\n</head>\n<body>\n<h1>Index of "
                + path
                + "</h1>\n<ul>");
    for (String name : daemon.self().files().list(folder)) {
      text.append("<li><a href=\"").append(name).append("\"> ").append(name).append("</a></li>\n");
    }
    return Page.of(
        200, "text/html;charset=ISO-8859-1", text.append("</ul>\n</body></html>\n").toString());
  }

  private static Page error(int status, String title, String text) {
    return Page.of(
        status,
        "text/html; charset=iso-8859-1",
        """
        <!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">
        <html><head>
        <title>%d %s</title>
        </head><body>
        <h1>%s</h1>
        <p>%s</p>
        </body></html>
        """
            .formatted(status, title, title, text));
  }
}

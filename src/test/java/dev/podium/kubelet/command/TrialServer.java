package dev.podium.kubelet.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podium.network.Connection;
import dev.podium.network.Server;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpWire;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What clients are tried with: a server that does what the path says.
final class TrialServer implements Server {
  private static final Set<String> LAST =
      Set.of("/empty", "/short", "/garbage", "/closing", "/hang", "/slow");
  private static final Map<String, String> RAW =
      Map.of(
          "/short", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
          "/slow", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
          "/garbage", "not http at all\n",
          "/204", "HTTP/1.1 204 No Content\r\n\r\n",
          "/chunked",
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndef\n\r\n0\r\n\r\n",
          "/empty", "",
          "/hang", "");

  @Override
  public void serve(Connection connection) throws IOException, InterruptedException {
    HttpWire wire = new HttpWire(connection.in(), connection.out());
    for (Optional<HttpRequest> next = wire.readRequest();
        next.isPresent();
        next = wire.readRequest()) {
      HttpRequest request = next.get();
      String answer = answer(request.path(), text(request));
      boolean head = request.method().equals("HEAD");
      int end = answer.indexOf("\r\n\r\n") + 4;
      connection.out().write((head ? answer.substring(0, end) : answer).getBytes(UTF_8));
      connection.out().flush();
      if (request.path().equals("/hang") || request.path().equals("/slow")) {
        connection.in().read();
      }
      if (LAST.contains(request.path())) {
        return;
      }
    }
  }

  private static String text(HttpRequest request) throws IOException {
    StringBuilder text =
        new StringBuilder(request.method() + " " + request.target() + " HTTP/1.1\n");
    for (Headers.Field field : request.headers().fields()) {
      text.append((field.name() + ": " + field.value()).strip()).append('\n');
    }
    return text.append('\n') + request.text().replace("\r", "");
  }

  private static String page(String status, String body, String... fields) {
    StringBuilder text = new StringBuilder("HTTP/1.1 " + status + "\r\n");
    for (String field : fields) {
      text.append(field).append("\r\n");
    }
    return text.append("Content-Length: ").append(body.length()).append("\r\n\r\n") + body;
  }

  private static String answer(String path, String request) {
    String type = "Content-Type: text/plain";
    String raw = RAW.get(path);
    if (raw != null) {
      return raw;
    }
    return switch (path) {
      case "/" -> page("200 OK", "<h1>root</h1>\n", "Content-Type: text/html");
      case "/ok" -> page("200 OK", "hello\n", type);
      case "/echo" -> page("200 OK", request, type);
      case "/404" -> page("404 Not Found", "nope\n", type);
      case "/500" -> page("500 Internal Server Error", "nope\n", type);
      case "/503" -> page("503 Service Unavailable", "nope\n", type);
      case "/401" -> page("401 Unauthorized", "who\n", type, "WWW-Authenticate: Basic realm=\"x\"");
      case "/301", "/302", "/303", "/307", "/308" ->
          page(path.substring(1) + " Moved", "moved\n", type, "Location: /echo");
      case "/loop" -> page("302 Found", "", "Location: /loop");
      case "/dir/rel" -> page("302 Found", "", "Location: other?x=1");
      case "/dir/other" -> page("200 OK", request, type);
      case "/gone" -> page("302 Found", "", "Location: http://nowhere.invalid/x");
      case "/cookie" ->
          page("302 Found", "", "Set-Cookie: a=1; Path=/", "Set-Cookie: b=2", "Location: /echo");
      case "/closing" -> page("200 OK", "bye\n", type, "Connection: close");
      case "/cd" ->
          page(
              "200 OK", "named\n", type, "Content-Disposition: attachment; filename=\"given.txt\"");
      case "/name/file.txt" -> page("200 OK", "content\n", type);
      default -> page("404 Not Found", "no such page\n", type);
    };
  }
}

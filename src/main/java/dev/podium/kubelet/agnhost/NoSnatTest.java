package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.server.Page;
import java.io.IOException;

/// `agnhost no-snat-test`: whether other pods see this one by its own address (upstream's
/// no-snat-test and no-snat-test-proxy).
final class NoSnatTest {
  private final Agnhost host;
  private final Asker asker;

  NoSnatTest(Agnhost host) {
    this.host = host;
    this.asker = new Asker(host.self());
  }

  void start() throws IOException {
    String own = host.daemon().env("POD_IP", "");
    host.daemon()
        .listen(
            host.daemon().portOption("port", 8080),
            (request, client) ->
                (switch (request.path()) {
                      case "/whoami" -> page(200, client.address());
                      case "/checknosnat" -> check(Form.of(request).get("ips"), own);
                      default -> page(404, "404 page not found\n");
                    })
                    .response(host.date()));
  }

  private static Page page(int status, String text) {
    return Page.of(status, Agnhost.TEXT, text);
  }

  private Page check(String addresses, String own) throws InterruptedException {
    for (String address : addresses.split(",")) {
      int colon = address.lastIndexOf(':');
      String other = colon < 0 ? address : address.substring(0, colon);
      int port = colon < 0 ? 8080 : Integer.parseInt(address.substring(colon + 1));
      try {
        String seen = asker.get(other, port, "/whoami").text();
        if (!seen.equals(own)) {
          return page(500, "Found IP " + seen + " but expected pod IP " + own + "\n");
        }
      } catch (IOException e) {
        return page(500, e.getMessage() + "\n");
      }
    }
    return page(200, "");
  }

  void startProxy() throws IOException {
    host.daemon()
        .listen(
            host.daemon().portOption("port", 31235),
            (request, _) -> {
              Form form = Form.of(request);
              String target = form.get("target");
              int colon = target.lastIndexOf(':');
              Page page;
              try {
                Asker.Answer answer =
                    asker.get(
                        colon < 0 ? target : target.substring(0, colon),
                        colon < 0 ? 80 : Integer.parseInt(target.substring(colon + 1)),
                        "/checknosnat?ips=" + form.get("ips"));
                page = page(answer.status(), answer.text());
              } catch (IOException e) {
                page = page(500, e.getMessage() + "\n");
              }
              return page.response(host.date());
            });
  }
}

package dev.podium.kubelet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.kubelet.SimulatedContainer;
import dev.podium.kubelet.SimulatedContainer.Result;
import dev.podium.network.http.HttpResponse;
import java.io.IOException;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class NginxTest {
  private static final String SITE = "/etc/nginx/conf.d/default.conf";
  private static final String CONFIGURATION =
      """
      upstream back { server 127.0.0.1:8081; server 127.0.0.1:8082; }
      server { listen 8081; location / { return 200 "one $request_uri $http_x_real_ip"; } }
      server { listen 8082; location / { return 200 "two $request_uri $http_x_real_ip"; } }
      server {
        listen 80;
        root /usr/share/nginx/html;
        location / { try_files $uri $uri/ /index.html; }
        location /api/ { proxy_pass http://back/v1/; proxy_set_header X-Real-IP $remote_addr; }
        location /raw { proxy_pass http://back; }
        location = /exact { return 204; }
        location ^~ /static/ { alias /data/; }
        location ~ \\.php$ { return 403; }
        location ~* \\.(JPG|png)$ { return 200 "img $1"; }
        location /old/ { rewrite ^/old/(.*)$ /new/$1 last; }
        location /new/ { return 200 "new $uri $args"; }
        location /moved { rewrite ^ /else permanent; }
        location /elsewhere { return 302 https://example.com$request_uri; }
        location /named { try_files /nope @other; }
        location /dead { proxy_pass http://127.0.0.1:9; }
        location @other { return 200 "other"; }
        error_page 403 = @other;
      }
      """;

  /// @param answer what the page begins with
  private static void answers(SimulatedContainer nginx, String target, int status, String answer)
      throws IOException {
    HttpResponse response = nginx.get(80, target);
    assertThat(response.status()).as(target).isEqualTo(status);
    assertThat(response.text()).as(target).startsWith(answer);
  }

  @Test
  void choosesALocationAndDoesWhatItSays() throws IOException {
    try (SimulatedContainer nginx = configured(CONFIGURATION)) {
      answers(nginx, "/nowhere", 200, "<!DOCTYPE html>");
      answers(nginx, "/api/x?y=1", 200, "one /v1/x?y=1 10.244.1.6");
      answers(nginx, "/api/x", 200, "two /v1/x 10.244.1.6");
      answers(nginx, "/raw/z", 200, "one /raw/z");
      answers(nginx, "/exact", 204, "");
      answers(nginx, "/static/f.txt", 200, "data");
      answers(nginx, "/static/a.php", 404, "<html>");
      answers(nginx, "/a.php", 200, "other");
      answers(nginx, "/a.Png", 200, "img Png");
      answers(nginx, "/old/b?c=d", 200, "new /new/b c=d");
      answers(nginx, "/named", 200, "other");
      answers(nginx, "/dead", 502, "<html>\r\n<head><title>502 Bad Gateway</title></head>");
      assertThat(nginx.get(80, "/moved").headers().find("Location")).contains("http://pod/else");
      assertThat(nginx.get(80, "/elsewhere?q").headers().find("Location"))
          .contains("https://example.com/elsewhere?q");
    }
  }

  private static SimulatedContainer configured(String configuration) {
    SimulatedContainer nginx = SimulatedContainer.running("nginx", Map.of());
    nginx.get(80, "/");
    nginx.shell("mkdir /data; echo data > /data/f.txt");
    nginx.write(SITE, configuration);
    assertThat(nginx.run("", "nginx", "-s", "reload").code()).isZero();
    Awaitility.await().until(() -> nginx.get(80, "/exact").status() == 204);
    return nginx;
  }

  @Test
  void saysWhereAConfigurationIsWrongAndKeepsTheOldOne() {
    try (SimulatedContainer nginx = configured("server { location = /exact { return 204; } }")) {
      assertThat(test(nginx, "server {\n  proxy_pass http://localhost;\n}\n"))
          .startsWith(
              "nginx: [emerg] \"proxy_pass\" directive is not allowed here in " + SITE + ":2\n");
      assertThat(test(nginx, "server { location / { proxy_pass http://nope; } }"))
          .startsWith("nginx: [emerg] host not found in upstream \"nope\" in " + SITE + ":1\n");
      assertThat(test(nginx, "server { listn 80; }"))
          .startsWith("nginx: [emerg] unknown directive \"listn\" in " + SITE + ":1\n")
          .endsWith("nginx: configuration file /etc/nginx/nginx.conf test failed\n");
      assertThat(nginx.run("", "nginx", "-s", "reload").code()).isEqualTo(1);
      assertThat(nginx.get(80, "/exact").status()).isEqualTo(204);
    }
  }

  private static String test(SimulatedContainer nginx, String configuration) {
    nginx.write(SITE, configuration);
    Result result = nginx.run("", "nginx", "-t");
    assertThat(result.code()).isEqualTo(1);
    return result.err();
  }
}

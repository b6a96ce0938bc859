package dev.podium.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserGuardTest {
  @ParameterizedTest
  @CsvSource({
    // method, Host, Origin, Sec-Fetch-Site, -Mode, -Dest, allowed
    "GET,  localhost:8080,   '',                      '',          '',       '',       true",
    "GET,  LOCALHOST,        '',                      '',          '',       '',       true",
    "GET,  127.0.0.1:8080,   '',                      '',          '',       '',       true",
    "GET,  [::1]:8080,       '',                      '',          '',       '',       true",
    "GET,  '',               '',                      '',          '',       '',       false",
    "GET,  evil.example,     '',                      '',          '',       '',       false",
    "GET,  localhost.evil,   '',                      '',          '',       '',       false",
    "GET,  127.0.0.1.nip.io, '',                      '',          '',       '',       false",
    "GET,  192.168.1.2:8080, '',                      '',          '',       '',       false",
    "POST, localhost:8080,   http://localhost:8080,   same-origin, cors,     empty,    true",
    "POST, localhost:8080,   http://localhost:3000,   same-site,   cors,     empty,    false",
    "POST, localhost:8080,   http://127.0.0.1:8080,   cross-site,  cors,     empty,    false",
    "POST, localhost:8080,   https://localhost:8080,  '',          '',       '',       false",
    "POST, localhost:8080,   null,                    '',          '',       '',       false",
    "POST, localhost:8080,   http://evil.example,     '',          '',       '',       false",
    "GET,  localhost:8080,   '',                      cross-site,  no-cors,  image,    false",
    "GET,  localhost:8080,   '',                      none,        navigate, document, true",
    "GET,  localhost:8080,   '',                      cross-site,  navigate, document, true",
    "GET,  localhost:8080,   '',                      cross-site,  navigate, iframe,   false",
    "POST, localhost:8080,   http://evil.example,     cross-site,  navigate, document, false",
    "POST, localhost:8080,   '',                      cross-site,  navigate, document, false",
    "GET,  localhost:8080,   http://evil.example,     cross-site,  websocket, websocket, false",
  })
  void onlyTheLocalUserAndItsOwnPagesGetThrough(
      String method,
      String host,
      String origin,
      String site,
      String mode,
      String dest,
      boolean allowed) {
    var from = new BrowserGuard.Origin(host, origin, site, mode, dest);

    assertThat(BrowserGuard.refusal(method, from).isEmpty()).isEqualTo(allowed);
  }
}

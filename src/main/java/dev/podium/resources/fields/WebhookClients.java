package dev.podium.resources.fields;

import dev.podium.object.FieldError;
import dev.podium.object.NameFormats;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/// How a webhook is called: at a URL, or through a Service.
///
/// Upstream: apiserver's pkg/util/webhook/validation.go.
public final class WebhookClients {
  private static final String FORM = "; desired format: https://host[/path]";

  private WebhookClients() {}

  /// @param client that must have exactly one of `url` and `service`
  public static void check(Part client) {
    Optional<Part> service = client.find("service");
    boolean url = client.has("url");
    if (url == service.isPresent()) {
      client.add(FieldError.required(client.path(), "exactly one of url or service is required"));
    } else if (url) {
      url(client);
    } else {
      service.ifPresent(WebhookClients::service);
    }
  }

  private static void url(Part client) {
    URI url;
    try {
      url = new URI(client.string("url"));
    } catch (URISyntaxException e) {
      client.required("url", "url must be a valid URL: " + e.getReason() + FORM);
      return;
    }
    String scheme = orEmpty(url.getScheme());
    if (!scheme.equals("https")) {
      client.invalid("url", scheme, "'https' is the only allowed URL scheme" + FORM);
    }
    String authority = orEmpty(url.getRawAuthority());
    if (authority.substring(authority.indexOf('@') + 1).isEmpty()) {
      client.invalid("url", "", "host must be specified" + FORM);
    }
    refusePart(client, url.getRawUserInfo(), "user information is not permitted in the URL");
    refusePart(client, url.getRawFragment(), "fragments are not permitted in the URL");
    refusePart(client, url.getRawQuery(), "query parameters are not permitted in the URL");
  }

  private static void refusePart(
      Part client, @org.jspecify.annotations.Nullable String part, String words) {
    if (part != null && !part.isEmpty()) {
      client.invalid("url", part, words);
    }
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  private static void service(Part service) {
    if (service.string("name").isEmpty()) {
      service.required("name", "service name is required");
    }
    if (service.string("namespace").isEmpty()) {
      service.required("namespace", "service namespace is required");
    }
    List<String> port = NameFormats.portNumber(service.integer("port"));
    if (!port.isEmpty()) {
      service.invalid(
          "port", service.integer("port"), "port is not valid: " + String.join(", ", port));
    }
    path(service);
  }

  private static void path(Part service) {
    String path = service.string("path");
    if (path.isEmpty() || path.equals("/")) {
      return;
    }
    if (path.equals("//")) {
      service.invalid("path", "segment[0] may not be empty");
      return;
    }
    if (!path.startsWith("/")) {
      service.invalid("path", "must start with a '/'");
    }
    String rest = path.substring(1);
    String[] steps =
        (rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest).split("/", -1);
    for (int i = 0; i < steps.length; i++) {
      if (steps[i].isEmpty()) {
        service.invalid("path", "segment[" + i + "] may not be empty");
        continue;
      }
      for (String fault : NameFormats.dns1123Subdomain(steps[i])) {
        service.invalid("path", "segment[" + i + "]: " + fault);
      }
    }
  }
}

package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.server.Page;
import dev.podium.network.Endpoint;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `agnhost crd-conversion-webhook`: converts the kind of Kubernetes' tests, whose first version
/// has `hostPort` and the second `host` and `port` (upstream's example_converter.go).
final class Conversions {
  private static final int LONGEST = 64 << 20;
  private static final String V1 = "stable.example.com/v1";
  private static final String V2 = "stable.example.com/v2";

  private final Agnhost host;

  /// Says why an object cannot be converted.
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  Conversions(Agnhost host) {
    this.host = host;
  }

  void start() throws IOException {
    new SmallServers(host).listenWithTls(this::handle);
  }

  private HttpResponse handle(HttpRequest request, Endpoint client) throws IOException {
    Page page =
        switch (request.path()) {
          case "/readyz" -> Page.of(200, Agnhost.TEXT, "ok");
          case "/crdconvert" -> convert(request);
          default -> Page.of(404, Agnhost.TEXT, "404 page not found\n");
        };
    return page.response(host.date());
  }

  private static Page convert(HttpRequest request) throws IOException {
    JsonObject review;
    try {
      review = Json.parseObject(request.body().readNBytes(LONGEST));
    } catch (RuntimeException e) {
      return Page.of(
          400, Agnhost.TEXT, "failed to deserialize body with error " + e.getMessage() + "\n");
    }
    JsonObject asked = review.object("request");
    JsonObject response =
        JsonObject.of(
            "kind", "ConversionReview",
            "apiVersion", review.string("apiVersion"),
            "response", converted(asked).with("uid", asked.string("uid")));
    return Page.of(200, "application/json", Json.write(response));
  }

  private static JsonObject converted(JsonObject asked) {
    String wanted = asked.string("desiredAPIVersion");
    List<JsonObject> all = new ArrayList<>();
    try {
      for (JsonObject object : asked.objects("objects")) {
        all.add(convert(object, wanted).with("apiVersion", wanted));
      }
      return JsonObject.of("convertedObjects", all, "result", JsonObject.of("status", "Success"));
    } catch (Refused e) {
      return JsonObject.of(
          "convertedObjects",
          List.of(),
          "result",
          JsonObject.of("status", "Failure", "message", String.valueOf(e.getMessage())));
    }
  }

  private static JsonObject convert(JsonObject object, String to) throws Refused {
    String from = object.string("apiVersion");
    if (from.equals(to)) {
      throw new Refused("conversion from a version to itself should not call the webhook: " + to);
    }
    if (from.equals(V1) && to.equals(V2)) {
      return split(object);
    }
    if (from.equals(V2) && to.equals(V1)) {
      return joined(object);
    }
    String unexpected = from.equals(V1) || from.equals(V2) ? to : from;
    throw new Refused("unexpected conversion version \"" + unexpected + "\"");
  }

  private static JsonObject split(JsonObject object) throws Refused {
    if (!object.has("hostPort")) {
      return object;
    }
    String[] parts = object.string("hostPort").split(":", -1);
    if (parts.length != 2) {
      throw new Refused("invalid hostPort value `" + object.string("hostPort") + "`");
    }
    return object.without("hostPort").with("host", parts[0]).with("port", parts[1]);
  }

  private static JsonObject joined(JsonObject object) {
    if (!object.has("host") && !object.has("port")) {
      return object;
    }
    return object
        .without("host")
        .without("port")
        .with("hostPort", object.string("host") + ":" + object.string("port"));
  }
}

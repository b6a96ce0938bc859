package dev.podium.web.api;

import dev.podium.object.ApiException;
import dev.podium.object.GroupVersion;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.object.JsonText;
import dev.podium.web.discovery.CurrentDiscovery;
import dev.podium.web.discovery.Discovery;
import dev.podium.web.discovery.ETags;
import dev.podium.web.media.Encoding;
import dev.podium.web.media.Negotiated;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the server says about itself: discovery and the list of its paths.
///
/// Upstream serves half of it by go-restful, which refuses other methods than GET, and half by a
/// multiplexer, which does not look at the method.
final class DocumentHandler {
  private static final String DISCOVERY_GROUP = "apidiscovery.k8s.io";
  private static final List<GroupVersionKind> AGGREGATED =
      List.of(
          new GroupVersionKind(DISCOVERY_GROUP, "v2", "APIGroupDiscoveryList"),
          new GroupVersionKind(DISCOVERY_GROUP, "v2beta1", "APIGroupDiscoveryList"));

  private static final List<String> OTHER_PATHS =
      List.of(
          "/.well-known/openid-configuration",
          "/healthz",
          "/livez",
          "/openapi/v2",
          "/openapi/v3",
          "/openapi/v3/",
          "/openid/v1/jwks",
          "/readyz",
          "/version");

  private final CurrentDiscovery current;
  private final OpenApiHandler openApi;

  DocumentHandler(CurrentDiscovery current, OpenApiHandler openApi) {
    this.current = current;
    this.openApi = openApi;
  }

  Answer handle(Exchange exchange) {
    List<String> parts =
        Arrays.stream(exchange.info().path().split("/")).filter(part -> !part.isEmpty()).toList();
    if (parts.isEmpty()) {
      return paths();
    }
    if (parts.getFirst().equals("openapi")) {
      return openApi.handle(parts.subList(1, parts.size()), exchange);
    }
    boolean core = parts.getFirst().equals("api");
    boolean grouped = parts.getFirst().equals("apis");
    if (core && parts.size() == 1) {
      return core(exchange);
    }
    if (grouped && parts.size() == 1) {
      return groups(exchange);
    }
    if (core && parts.size() == 2) {
      return resources(new GroupVersion("", parts.get(1)), exchange);
    }
    if (grouped && parts.size() == 2) {
      return group(parts.get(1), exchange);
    }
    if (grouped && parts.size() == 3) {
      return resources(new GroupVersion(parts.get(1), parts.get(2)), exchange);
    }
    return Answer.pageNotFound();
  }

  private Answer paths() {
    List<String> all =
        Stream.concat(current.get().paths().stream(), OTHER_PATHS.stream()).sorted().toList();
    return new Answer.Indented(200, JsonText.of(JsonObject.of("paths", all)));
  }

  private Answer core(Exchange exchange) {
    requireGet(exchange);
    Optional<Answer> aggregated = aggregated("/api", exchange);
    if (aggregated.isPresent()) {
      return aggregated.get();
    }
    String address = exchange.request().getLocalAddr() + ":" + exchange.request().getLocalPort();
    return document(exchange, current.get().coreVersions(address));
  }

  private Answer groups(Exchange exchange) {
    return aggregated("/apis", exchange)
        .orElseGet(() -> document(exchange, current.get().groups()));
  }

  private Optional<Answer> aggregated(String path, Exchange exchange) {
    Optional<Negotiated> form =
        exchange.negotiation().document(AGGREGATED).filter(found -> found.as().isPresent());
    return form.map(found -> aggregated(path, found, exchange));
  }

  private Answer aggregated(String path, Negotiated form, Exchange exchange) {
    String version = form.as().orElseThrow().version();
    Discovery.Aggregated document = current.get().aggregated(path, version);
    exchange.response().setHeader("ETag", document.etag());
    exchange.response().addHeader("Vary", "Accept");
    if (ETags.matches(exchange.header("If-None-Match"), document.etag())) {
      return new Answer.NotModified();
    }
    String type =
        form.encoding().mediaType()
            + ";g="
            + DISCOVERY_GROUP
            + ";v="
            + version
            + ";as=APIGroupDiscoveryList";
    return new Answer.Content(200, form, document.text(), Optional.of(type));
  }

  private Answer group(String name, Exchange exchange) {
    return current
        .get()
        .group(name)
        .map(group -> document(exchange, group))
        .orElseGet(Answer::pageNotFound);
  }

  private Answer resources(GroupVersion groupVersion, Exchange exchange) {
    Discovery discovery = current.get();
    Optional<JsonObject> resources = discovery.resources(groupVersion);
    if (resources.isPresent()) {
      requireGet(exchange);
      return document(exchange, resources.get());
    }
    if (discovery.isBuiltIn(groupVersion.group())) {
      throw ApiException.noSuchPath();
    }
    return Answer.pageNotFound();
  }

  private static void requireGet(Exchange exchange) {
    if (!exchange.method().equals("GET")) {
      throw ApiException.methodNotAllowed();
    }
    exchange.negotiation().requireOneOf(Encoding.OBJECT_TYPES);
  }

  private static Answer document(Exchange exchange, JsonObject document) {
    return Answer.of(200, exchange.negotiation().requirePlain(), document);
  }
}

package dev.podium.web.api;

import dev.podium.schema.openapi.OpenApiDocument;
import dev.podium.schema.openapi.OpenApiDocuments;
import dev.podium.web.discovery.CurrentOpenApi;
import dev.podium.web.discovery.ETags;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `/openapi/v2` and `/openapi/v3`.
///
/// Upstream: kube-openapi's pkg/handler and pkg/handler3, which leave ETags and conditions to Go's
/// http.ServeContent.
final class OpenApiHandler {
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final CurrentOpenApi current;

  OpenApiHandler(CurrentOpenApi current) {
    this.current = current;
  }

  /// @param parts of the path behind `/openapi/`
  Answer handle(List<String> parts, Exchange exchange) {
    if (parts.equals(List.of("v2"))) {
      return v2(exchange);
    }
    if (parts.equals(List.of("v3"))) {
      return new Answer.Raw(200, TEXT, current.get().v3Index().bytes());
    }
    if (!parts.isEmpty() && parts.getFirst().equals("v3")) {
      String path = String.join("/", parts.subList(1, parts.size()));
      return v3(path, exchange);
    }
    return Answer.pageNotFound();
  }

  private Answer v2(Exchange exchange) {
    exchange.response().addHeader("Vary", "Accept");
    Optional<String> accepted =
        accepted(
            exchange,
            List.of(
                JSON, OpenApiDocuments.V2_PROTOBUF_ACCEPTED, OpenApiDocuments.V2_PROTOBUF_TYPE));
    if (accepted.isEmpty()) {
      return Answer.text(406, "");
    }
    return accepted.get().equals(JSON)
        ? document(current.get().v2(), JSON, exchange)
        : document(current.get().v2Protobuf(), OpenApiDocuments.V2_PROTOBUF_TYPE, exchange);
  }

  private Answer v3(String path, Exchange exchange) {
    OpenApiDocuments documents = current.get();
    Optional<OpenApiDocument> json = documents.v3(path);
    if (json.isEmpty()) {
      return Answer.pageNotFound();
    }
    exchange.response().addHeader("Vary", "Accept");
    Optional<String> accepted =
        accepted(
            exchange,
            List.of(
                JSON, OpenApiDocuments.V3_PROTOBUF_TYPE, OpenApiDocuments.V3_PROTOBUF_ACCEPTED));
    if (accepted.isEmpty()) {
      return Answer.text(406, "");
    }
    String hash = json.get().hash();
    String asked = exchange.query().first("hash");
    if (!asked.isEmpty() && !asked.equals(hash)) {
      return new Answer.Redirect("/openapi/v3/" + path + "?hash=" + hash);
    }
    if (!asked.isEmpty()) {
      exchange.response().setHeader("Cache-Control", "public, immutable");
    }
    return accepted.get().equals(JSON)
        ? document(json.get(), JSON, exchange)
        : document(
            documents.v3Protobuf(path).orElseThrow(), OpenApiDocuments.V3_PROTOBUF_TYPE, exchange);
  }

  private static Answer document(OpenApiDocument document, String type, Exchange exchange) {
    String etag = '"' + document.hash() + '"';
    exchange.response().setHeader("Etag", etag);
    if (ETags.matches(exchange.header("If-None-Match"), etag)) {
      return new Answer.NotModified();
    }
    return new Answer.Raw(200, type, document.bytes());
  }

  /// The first type that the client takes, in the order of its Accept header.
  private static Optional<String> accepted(Exchange exchange, List<String> types) {
    String accept = exchange.header("Accept");
    if (accept.isEmpty()) {
      return Optional.of(types.getFirst());
    }
    return Arrays.stream(accept.split(","))
        .map(clause -> clause.split(";", 2)[0].strip())
        .flatMap(range ->
            range.equals("*/*") || range.equals("application/*")
                ? types.stream().limit(1)
                : types.stream().filter(range::equals))
        .findFirst();
  }
}

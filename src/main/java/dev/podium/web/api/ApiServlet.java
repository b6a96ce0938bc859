package dev.podium.web.api;

import dev.podium.auth.Authorizer;
import dev.podium.object.JsonText;
import dev.podium.registry.ResourceService;
import dev.podium.schema.Schemas;
import dev.podium.time.Clock;
import dev.podium.web.Caller;
import dev.podium.web.QueryString;
import dev.podium.web.RequestInfo;
import dev.podium.web.UnreadBody;
import dev.podium.web.discovery.CurrentDiscovery;
import dev.podium.web.discovery.CurrentOpenApi;
import dev.podium.web.media.AnswerWriter;
import dev.podium.web.media.Encoding;
import dev.podium.web.media.Warnings;
import dev.podium.web.proxy.Proxies;
import dev.podium.web.streams.PodStreams;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.OptionalLong;

/// The one servlet of the API: every path of it and every method, whatever its name.
///
/// Behind [dev.podium.web.AccessFilter], which has found out who calls and that they may.
public final class ApiServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient ResourceHandler resources;
  private final transient DocumentHandler documents;
  private final transient Clock clock;

  /// @param authorizer is asked again where a request turns out to create something
  public ApiServlet(
      ResourceService service,
      Schemas schemas,
      Authorizer authorizer,
      PodLogs logs,
      Proxies proxies,
      PodStreams podStreams,
      WatchStreams streams,
      Clock clock) {
    Watches watches = new Watches(service, streams, clock);
    this.resources =
        new ResourceHandler(service, schemas, authorizer, logs, proxies, watches, podStreams);
    this.documents =
        new DocumentHandler(
            new CurrentDiscovery(service.catalog()),
            new OpenApiHandler(new CurrentOpenApi(service.catalog(), schemas)));
    this.clock = clock;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Exchange exchange =
        new Exchange(
            request,
            response,
            RequestInfo.of(request),
            QueryString.of(request),
            Caller.of(request),
            clock.now(),
            new Warnings());
    Answer answer;
    try {
      answer = handle(exchange);
    } catch (RuntimeException e) {
      answer = Failures.answer(e, exchange);
      UnreadBody.discard(request);
    }
    write(answer, exchange);
  }

  private Answer handle(Exchange exchange) {
    return exchange.info().resourceRequest()
        ? resources.handle(exchange)
        : documents.handle(exchange);
  }

  private static void write(Answer answer, Exchange exchange) throws IOException {
    HttpServletRequest request = exchange.request();
    HttpServletResponse response = exchange.response();
    switch (answer) {
      case Answer.Content(int code, var form, JsonText text, var contentType) -> {
        exchange.warnings().writeTo(response);
        String type = contentType.orElseGet(form.encoding()::mediaType);
        AnswerWriter.write(request, response, code, type, AnswerWriter.encoded(form, text));
      }
      case Answer.LongList(var list) -> {
        exchange.warnings().writeTo(response);
        AnswerWriter.write(
            request, response, Encoding.PROTOBUF.mediaType(), OptionalLong.empty(), list::writeTo);
      }
      case Answer.NotModified _ -> response.setStatus(304);
      case Answer.Redirect(String location) -> {
        response.setStatus(301);
        response.setHeader("Location", location);
      }
      case Answer.Indented(int code, JsonText text) -> {
        exchange.warnings().writeTo(response);
        AnswerWriter.writeIndented(request, response, code, text);
      }
      case Answer.Raw(int code, String contentType, byte[] body) -> {
        exchange.warnings().writeTo(response);
        AnswerWriter.write(request, response, code, contentType, new JsonText().append(body));
      }
      case Answer.Elsewhere _ -> {}
    }
  }
}

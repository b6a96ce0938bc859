package dev.podium.web.api;

import dev.podium.object.ApiException;
import dev.podium.object.JsonObject;
import dev.podium.object.JsonText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns whatever was thrown into the answer that tells of it: the one place that does.
///
/// Upstream: apiserver's endpoints/handlers/responsewriters/status.go (ErrorToAPIStatus) and
/// writers.go (ErrorNegotiated).
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static Answer answer(RuntimeException failure, Exchange exchange) {
    if (failure instanceof ApiException refusal) {
      return answer(refusal, exchange);
    }
    LOG.error("{} {} failed", exchange.method(), exchange.info().path(), failure);
    return answer(
        ApiException.internal("this request failed unexpectedly; the server's log tells why"),
        exchange);
  }

  private static Answer answer(ApiException refusal, Exchange exchange) {
    long retry = refusal.details().orElse(JsonObject.EMPTY).integer("retryAfterSeconds");
    if (retry > 0) {
      exchange.response().setHeader("Retry-After", Long.toString(retry));
    }
    JsonText status = JsonText.of(refusal.status());
    // A client that takes nothing that we have still gets told what went wrong.
    return exchange
        .negotiation()
        .plain()
        .<Answer>map(form -> new Answer.Content(refusal.code(), form, status))
        .orElseGet(() -> new Answer.Indented(refusal.code(), status));
  }
}

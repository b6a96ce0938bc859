package dev.podium.web.api;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.registry.Subresource;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a connection is asked for, in the form in which admission is shown it: PodExecOptions and
/// their like.
final class ConnectOptions {
  private static final Pattern PROXY =
      Pattern.compile("/api/v1/(?:namespaces/[^/]+/)?[^/]+/[^/]+/proxy(/.*)");

  private ConnectOptions() {}

  static ApiObject of(Place place, Exchange exchange) {
    Subresource subresource = place.subresource().orElseThrow();
    GroupVersionKind kind = subresource.kind();
    JsonObject type = JsonObject.of("kind", kind.kind(), "apiVersion", kind.apiVersion());
    return ApiObject.of(
        type.edit(draft -> {
          switch (subresource.name()) {
            case "exec", "attach" -> command(subresource.name(), draft, exchange);
            case "portforward" -> {
              List<Object> ports =
                  exchange.query().all("ports").stream()
                      .flatMap(value -> Arrays.stream(value.split(",")))
                      .filter(value -> value.matches("\\d{1,9}"))
                      .<Object>map(Long::valueOf)
                      .toList();
              if (!ports.isEmpty()) {
                draft.set("ports", ports);
              }
            }
            default -> path(draft, exchange.request().getRequestURI());
          }
        }));
  }

  private static void command(String what, ObjectDraft draft, Exchange exchange) {
    for (String flag : new String[] {"stdin", "stdout", "stderr", "tty"}) {
      if (exchange.query().flag(flag)) {
        draft.set(flag, true);
      }
    }
    String container = exchange.query().first("container");
    if (!container.isEmpty()) {
      draft.set("container", container);
    }
    if (what.equals("exec")) {
      List<String> command = exchange.query().all("command");
      draft.set("command", command.isEmpty() ? JsonNull.NULL : command);
    }
  }

  /// What follows `/proxy`.
  private static void path(ObjectDraft draft, String uri) {
    Matcher matcher = PROXY.matcher(uri);
    if (matcher.matches()) {
      draft.set("path", matcher.group(1));
    }
  }
}

package dev.podium.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.JsonObject;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WatchesTest {
  private static final String PATH = "/api/v1/namespaces/n/configmaps";
  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

  private final ApiSlice slice =
      new ApiSlice(
          ResourceDefinition.of("v1", "ConfigMap", "configmaps")
              .table(TableLayout.of((object, _) -> List.of(object.name()), TableLayout.name()))
              .build());

  @BeforeEach
  void create() {
    create("a");
  }

  @AfterEach
  void close() {
    slice.close();
  }

  private void create(String name) {
    slice.send("POST", PATH, "{\"metadata\":{\"name\":\"" + name + "\"}}");
  }

  private List<String> lines(String query, String... headers) {
    return slice.get(PATH + "?watch=1&timeoutSeconds=1" + query, headers).body().lines().toList();
  }

  private String version() {
    return slice.json(slice.get(PATH)).string("metadata", "resourceVersion");
  }

  @Test
  void aWebSocketGetsEachEventAsAMessage() {
    Messages messages = new Messages();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("Origin", "http://127.0.0.1:" + slice.port())
            .buildAsync(
                URI.create("ws://127.0.0.1:" + slice.port() + PATH + "?watch=1&timeoutSeconds=1"),
                messages)
            .join();
    assertThat(messages.end.join()).isEqualTo(WebSocket.NORMAL_CLOSURE);
    assertThat(messages.texts).hasSize(1);
    assertThat(messages.texts.getFirst()).startsWith("{\"type\":\"ADDED\"").endsWith("}\n");
    socket.abort();
  }

  private static final class Messages implements WebSocket.Listener {
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      texts.add(text.toString());
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      end.complete(code);
      return CompletableFuture.completedFuture(null);
    }
  }

  @Test
  void whatHappensAfterTheVersionIsTold() {
    String version = version();
    create("b");
    slice.send("DELETE", PATH + "/b", "");
    assertThat(lines("&resourceVersion=" + version))
        .hasSize(2)
        .satisfies(events -> assertThat(events.getFirst()).startsWith("{\"type\":\"ADDED\""))
        .satisfies(events -> assertThat(events.getLast()).startsWith("{\"type\":\"DELETED\""));
  }

  @Test
  void theEndOfWhatExistedIsMarked() {
    List<String> events =
        lines("&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=1");
    assertThat(events.get(1))
        .startsWith(
            "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\"")
        .contains("\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}");
  }

  @Test
  void whatIsForgottenIsAnErrorInTheStream() {
    HttpResponse<String> answer = slice.get(PATH + "?watch=1&timeoutSeconds=1&resourceVersion=1");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\"")
        .contains("\"code\":410");
  }

  @Test
  void aTableNamesItsColumnsOnce() {
    create("b");
    List<String> events = lines("", "Accept", TABLE);
    assertThat(events.getFirst()).contains("\"columnDefinitions\":[{");
    assertThat(events.getLast()).contains("\"columnDefinitions\":null");
  }

  @Test
  void aWatchOfOneNameByItsOldPathSeesNothingElse() {
    create("b");
    String path = "/api/v1/watch/namespaces/n/configmaps/b?timeoutSeconds=1";
    assertThat(slice.get(path).body().lines()).hasSize(1);
  }

  @Test
  void watchesEndWhenTheServerDoes() throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(() -> slice.get(PATH + "?watch=1&timeoutSeconds=60"));
    slice.awaitWatches(1);
    slice.endWatches();
    assertThat(answer.get(5, TimeUnit.SECONDS).body()).startsWith("{\"type\":\"ADDED\"");
  }

  @Test
  void aWatchEndsWhenItsClientHangsUp() throws IOException {
    try (Socket client = new Socket("127.0.0.1", slice.port())) {
      String request = "GET " + PATH + "?watch=1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
      client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      slice.awaitWatches(1);
    }
    slice.awaitWatches(0);
  }

  @Test
  void wrongCombinationsAreRefusedTogether() {
    JsonObject status =
        slice.json(slice.get(PATH + "?watch=1&sendInitialEvents=true&resourceVersionMatch=Exact"));
    assertThat(status.array("details", "causes").size()).isEqualTo(2);
    assertThat(status.integer("code")).isEqualTo(422);
  }
}

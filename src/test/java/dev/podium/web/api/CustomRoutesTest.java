package dev.podium.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.JsonObject;
import dev.podium.registry.ResourceDefinition;
import dev.podium.schema.structural.StructuralSchema;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CustomRoutesTest {
  private static final ResourceDefinition LAMPS =
      ResourceDefinition.of("light.example/v1", "Lamp", "lamps")
          .custom("example.light.v1.Lamp", StructuralSchema.EMPTY)
          .build();

  private static final String GROUP = "/apis/light.example/v1";
  private static final String PATH = GROUP + "/namespaces/n/lamps";
  private static final String LAMP =
      "{\"apiVersion\":\"light.example/v1\",\"kind\":\"Lamp\",\"metadata\":{\"name\":\"a\"}}";

  private final ApiSlice slice = new ApiSlice(LAMPS);

  @AfterEach
  void close() {
    slice.close();
  }

  @Test
  void headIsAnsweredAsGetWithoutABody() {
    slice.send("POST", PATH, LAMP);
    HttpResponse<String> head = slice.send("HEAD", PATH + "/a", "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(slice.send("HEAD", PATH, "").statusCode()).isEqualTo(200);
    assertThat(slice.send("HEAD", PATH + "/b", "").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "OPTIONS | | 405 |  is not supported on resources of kind \"lamps.light.example\"",
        "PUT | | 400 | name must be provided",
        "POST | /a/glow | 404 | lamps.light.example \"a\" not found",
        "DELETE | /a | 400 | couldn't get version/kind; json parse error: json: cannot unmarshal array",
      })
  void whatCannotBeDoneSaysWhy(String method, String below, int code, String why) {
    String path = PATH + (below == null ? "" : below);
    HttpResponse<String> answer = slice.send(method, path, "[]");
    assertThat(answer.statusCode()).isEqualTo(code);
    assertThat(slice.json(answer).string("message").strip()).startsWith(why.strip());
  }

  @Test
  void aPathWithANameCreatesWhatTheBodyNames() {
    JsonObject created = slice.json(slice.send("POST", PATH + "/other", LAMP));
    assertThat(created.string("metadata", "name")).isEqualTo("a");
  }

  @Test
  void whatLiesInNamespacesIsOnlyReadAcrossThem() {
    assertThat(slice.get(GROUP + "/lamps").statusCode()).isEqualTo(200);
    assertThat(slice.send("POST", GROUP + "/lamps", LAMP).body()).isEqualTo("404 page not found\n");
  }
}

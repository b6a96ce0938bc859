package dev.podium.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.JsonObject;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReadsAndWritesTest {
  private static final ResourceDefinition CONFIG_MAPS =
      ResourceDefinition.of("v1", "ConfigMap", "configmaps")
          .shortNames("cm")
          .table(TableLayout.of((object, _) -> List.of(object.name()), TableLayout.name()))
          .build();

  private static final String PATH = "/api/v1/namespaces/n/configmaps";

  private final ApiSlice slice = new ApiSlice(CONFIG_MAPS);

  @AfterEach
  void close() {
    slice.close();
  }

  private HttpResponse<String> create(String name) {
    return slice.send("POST", PATH, "{\"metadata\":{\"name\":\"" + name + "\"}}");
  }

  @Test
  void whatWasPostedIsReadBack() {
    assertThat(create("a").statusCode()).isEqualTo(201);
    JsonObject read = slice.json(slice.get(PATH + "/a"));
    assertThat(read.string("kind")).isEqualTo("ConfigMap");
    assertThat(read.string("metadata", "namespace")).isEqualTo("n");
  }

  @Test
  void itemsOfTypedListsHaveNoKind() {
    create("a");
    HttpResponse<String> list = slice.get(PATH);
    assertThat(list.body())
        .startsWith("{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":")
        .contains("\"items\":[{\"metadata\":{")
        .endsWith("]}\n");
    assertThat(slice.json(list).objects("items")).hasSize(1);
  }

  @Test
  void deletingAnswersAStatusThatNamesTheObject() {
    create("a");
    JsonObject status = slice.json(slice.send("DELETE", PATH + "/a", ""));
    assertThat(status.string("status")).isEqualTo("Success");
    assertThat(status.string("details", "kind")).isEqualTo("configmaps");
    assertThat(slice.get(PATH + "/a").statusCode()).isEqualTo(404);
  }

  @Test
  void tablesHaveOneRowPerObject() {
    create("a");
    create("b");
    JsonObject table =
        slice.json(slice.get(PATH, "Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"));
    assertThat(table.objects("rows")).hasSize(2);
    assertThat(table.objects("columnDefinitions")).hasSize(1);
    assertThat(table.objects("rows").getFirst().string("object", "kind"))
        .isEqualTo("PartialObjectMetadata");
  }

  @Test
  void aWatchTellsWhatIsThereAndEnds() {
    create("a");
    HttpResponse<String> events = slice.get(PATH + "?watch=1&timeoutSeconds=1");
    assertThat(events.body()).startsWith("{\"type\":\"ADDED\",\"object\":{\"kind\":\"ConfigMap\"");
  }

  @Test
  void unknownPathsOfKnownGroupsGetAStatusAndOthersPlainText() {
    assertThat(slice.get("/api/v1/nothings").headers().firstValue("Content-Type"))
        .contains("application/json");
    assertThat(slice.get("/apis/nothing/v1/things").body()).isEqualTo("404 page not found\n");
  }
}

package dev.podium.controllers.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.object.Json;
import dev.podium.runtime.Delta;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ClusterViewTest {
  private final ClusterView view = new ClusterView();
  private final ApiObject pod =
      object(
          """
          {"metadata":{"name":"web","uid":"1"},"spec":{"nodeName":"worker","containers":[
          {"name":"web","resources":{"requests":{"cpu":"2"}}}]}}
          """);

  private static ApiObject object(String json) {
    return ApiObject.of(Json.parseObject(json));
  }

  @BeforeEach
  void oneNodeWithOnePod() {
    ApiObject node =
        object("{\"metadata\":{\"name\":\"worker\"},\"status\":{\"allocatable\":{\"cpu\":\"4\"}}}");
    view.nodeChanged(new Delta(Optional.empty(), Optional.of(node)));
    view.podChanged(new Delta(Optional.empty(), Optional.of(pod)));
  }

  private Candidate node() {
    return view.candidates().getFirst();
  }

  @Test
  void aPodWhoseStatusChangesKeepsItsRoomAndIsSeenAsItIs() {
    ApiObject running = pod.editStatus(status -> status.set("phase", "Running"));
    view.podChanged(new Delta(Optional.of(pod), Optional.of(running)));
    assertThat(node().pods()).extracting(Candidate.Placed::pod).containsExactly(running);
    assertThat(node().used().get("cpu")).isEqualTo(2000);
  }

  @Test
  void aPodThatHasEndedLeavesItsRoomToOthers() {
    ApiObject ended = pod.editStatus(status -> status.set("phase", "Succeeded"));
    view.podChanged(new Delta(Optional.of(pod), Optional.of(ended)));
    assertThat(node().pods()).isEmpty();
    assertThat(node().used().get("cpu")).isZero();
  }

  @Test
  void aPodThatWasMissedOnceIsStillCountedOnce() {
    ApiObject running = pod.editStatus(status -> status.set("phase", "Running"));
    ApiObject ready = running.editStatus(status -> status.set("podIP", "10.0.0.1"));
    view.podChanged(new Delta(Optional.of(running), Optional.of(ready)));
    assertThat(node().pods()).extracting(Candidate.Placed::pod).containsExactly(ready);
    assertThat(node().used().get("cpu")).isEqualTo(2000);
  }
}

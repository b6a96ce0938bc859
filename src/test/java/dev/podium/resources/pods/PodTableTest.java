package dev.podium.resources.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.object.Json;
import dev.podium.resources.KindApi;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PodTableTest {
  private final KindApi api = new KindApi();

  private static ApiObject pod(String metadata, String spec, String status) {
    String json =
        "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p',%s'creationTimestamp':'2026-01-02T03:00:00Z'},'spec':%s,'status':%s}";
    return ApiObject.of(
        Json.parseObject(
            json.formatted(metadata, spec, status)
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {'phase':'Pending'} | 0/1 | Pending | 0
          {'phase':'Pending','conditions':[{'type':'PodScheduled','status':'False','reason':'SchedulingGated'}]} | 0/1 | SchedulingGated | 0
          {'phase':'Running','containerStatuses':[{'name':'c','ready':true,'state':{'running':{}}}]} | 1/1 | Running | 0
          {'phase':'Running','containerStatuses':[{'name':'c','restartCount':3,'lastState':{'terminated':{'finishedAt':'2026-01-02T02:59:05Z'}},'state':{'waiting':{'reason':'CrashLoopBackOff'}}}]} | 0/1 | CrashLoopBackOff | 3 (5m ago)
          {'phase':'Failed','containerStatuses':[{'name':'c','state':{'terminated':{'reason':'Error','exitCode':1}}}]} | 0/1 | Error | 0
          {'phase':'Failed','containerStatuses':[{'name':'c','state':{'terminated':{'exitCode':2}}}]} | 0/1 | ExitCode:2 | 0
          {'phase':'Failed','containerStatuses':[{'name':'c','state':{'terminated':{'signal':9,'exitCode':137}}}]} | 0/1 | Signal:9 | 0
          {'phase':'Succeeded','containerStatuses':[{'name':'c','state':{'terminated':{'reason':'Completed'}}}]} | 0/1 | Completed | 0
          {'phase':'Failed','reason':'Evicted'} | 0/1 | Evicted | 0
          """)
  void theStateIsToldFromTheContainers(String status, String ready, String words, String restarts) {
    List<Object> cells = api.cells(pod("", "{'containers':[{'name':'c'}]}", status));

    assertThat(cells.subList(1, 4)).containsExactly(ready, words, restarts);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          [{'name':'a','state':{'waiting':{'reason':'PodInitializing'}}}] | 0/2 | Init:0/2
          [{'name':'a','state':{'terminated':{'exitCode':0}}},{'name':'s','state':{'running':{}}}] | 0/2 | Init:1/2
          [{'name':'a','state':{'terminated':{'reason':'Error','exitCode':1}}}] | 0/2 | Init:Error
          [{'name':'a','state':{'waiting':{'reason':'ErrImagePull'}}}] | 0/2 | Init:ErrImagePull
          [{'name':'a','state':{'terminated':{'exitCode':0}}},{'name':'s','started':true,'ready':true,'state':{'running':{}}}] | 1/2 | PodInitializing
          """)
  void initContainersAreCountedAndSidecarsAreOfThePod(
      String initStatuses, String ready, String words) {
    String spec =
        "{'containers':[{'name':'c'}],"
            + "'initContainers':[{'name':'a'},{'name':'s','restartPolicy':'Always'}]}";
    String status =
        "{'phase':'Pending','initContainerStatuses':%s,"
            + "'containerStatuses':[{'name':'c','state':{'waiting':{'reason':'PodInitializing'}}}]}";

    List<Object> cells = api.cells(pod("", spec, status.formatted(initStatuses)));

    assertThat(cells.subList(1, 3)).containsExactly(ready, words);
  }

  @Test
  void aPodThatIsGoingIsTerminating() {
    String deleted = "'deletionTimestamp':'2026-01-02T03:04:00Z',";
    String spec = "{'containers':[{'name':'c'}]}";

    assertThat(api.cells(pod(deleted, spec, "{'phase':'Running'}")).get(2))
        .isEqualTo("Terminating");
    assertThat(api.cells(pod(deleted, spec, "{'phase':'Running','reason':'NodeLost'}")).get(2))
        .isEqualTo("Unknown");
  }

  @Test
  void whereThePodIsComesInTheWideColumns() {
    List<Object> cells =
        api.cells(
            pod(
                "",
                "{'nodeName':'n','readinessGates':[{'conditionType':'g'},{'conditionType':'h'}],'containers':[{'name':'c'}]}",
                "{'podIPs':[{'ip':'1.2.3.4'}],'conditions':[{'type':'g','status':'True'}]}"));

    assertThat(cells.subList(4, 9)).containsExactly("4m5s", "1.2.3.4", "n", "<none>", "1/2");
  }
}

package dev.podium.resources.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.KindApi;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JobsTest {
  private static final String TEMPLATE =
      "'template':{'spec':{'restartPolicy':'Never','containers':[{'name':'c','image':'i'}]}}";

  private final KindApi api = new KindApi();

  private ApiObject job(String fields) {
    return api.create(
        "{'apiVersion':'batch/v1','kind':'Job','metadata':{'name':'j'},'spec':{%s%s}}",
        TEMPLATE, fields);
  }

  private ApiObject cronJob(String fields) {
    return api.create(
        "{'apiVersion':'batch/v1','kind':'CronJob','metadata':{'name':'j'},'spec':{'jobTemplate':{'spec':{%s}},%s}}",
        TEMPLATE, fields);
  }

  @Test
  void aJobFindsItsPodsByLabelsWithItsUid() {
    ApiObject job = job("");
    Map<String, String> labels =
        Map.of(
            "batch.kubernetes.io/controller-uid",
            job.uid(),
            "batch.kubernetes.io/job-name",
            "j",
            "controller-uid",
            job.uid(),
            "job-name",
            "j");

    assertThat(job.spec().stringMap("selector", "matchLabels"))
        .containsExactly(Map.entry("batch.kubernetes.io/controller-uid", job.uid()));
    assertThat(job.spec().stringMap("template", "metadata", "labels")).isEqualTo(labels);
    assertThat(job.labels()).isEmpty();
  }

  @Test
  void aJobWithoutLabelsSharesThoseOfItsTemplate() {
    ApiObject job =
        api.create(
            "{'apiVersion':'batch/v1','kind':'Job','metadata':{'name':'j'},'spec':{'template':{'metadata':{'labels':{'a':'b'}},'spec':{'restartPolicy':'Never','containers':[{'name':'c','image':'i'}]}}}}");

    assertThat(job.labels())
        .containsEntry("a", "b")
        .containsEntry("job-name", "j")
        .isEqualTo(job.spec().stringMap("template", "metadata", "labels"));
  }

  @Test
  void aJobIsFilledIn() {
    assertThat(job("").spec().without("template").without("selector").toString())
        .isEqualTo(
            "{\"parallelism\":1,\"completions\":1,\"backoffLimit\":6,\"manualSelector\":false,"
                + "\"completionMode\":\"NonIndexed\",\"suspend\":false,"
                + "\"podReplacementPolicy\":\"TerminatingOrFailed\"}");
  }

  @Test
  void aWorkQueueHasNoCompletionsOfItsOwn() {
    assertThat(job(",'parallelism':3").spec().has("completions")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          ,'completions':-1 | spec.completions: Invalid value: -1: must be greater than or equal to 0
          ,'completionMode':'Odd' | spec.completionMode: Unsupported value: "Odd": supported values: "NonIndexed", "Indexed"
          ,'completionMode':'Indexed','parallelism':1 | spec.completions: Required value: when completion mode is Indexed
          ,'maxFailedIndexes':1 | spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified;spec.maxFailedIndexes: Invalid value: 1: requires indexed completion mode
          ,'managedBy':'x' | spec.managedBy: Invalid value: "x": must be a domain-prefixed path (such as "acme.io/foo")
          ,'podReplacementPolicy':'Never' | spec.podReplacementPolicy: Unsupported value: "Never": supported values: "Failed", "TerminatingOrFailed"
          ,'successPolicy':{'rules':[{'succeededCount':1}]} | spec.successPolicy: Invalid value: {"Rules":[{"SucceededIndexes":null,"SucceededCount":1}]}: requires indexed completion mode
          ,'podFailurePolicy':{'rules':[{'action':'Ignore'}]} | spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required
          ,'podFailurePolicy':{'rules':[{'action':'Ignore','onExitCodes':{'operator':'In','values':[0,2,1]}}]} | spec.podFailurePolicy.rules[0].onExitCodes.values[0]: Invalid value: 0: must not be 0 for the In operator;spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: [0,2,1]: must be ordered
          """)
  void whatIsWrongWithAJobIsSaidInUpstreamsWords(String fields, String errors) {
    assertThat(KindApi.refusal(() -> job(fields))).containsExactly(errors.split(";"));
  }

  @Test
  void theTemplateOfAJobStays() {
    ApiObject job = job(",'suspend':false");

    List<String> refusal =
        KindApi.refusal(() ->
            api.merge(job, "{'spec':{'template':{'spec':{'terminationGracePeriodSeconds':1}}}}"));

    assertThat(refusal)
        .singleElement()
        .asString()
        .startsWith("spec.template.spec: Invalid value: ");
  }

  @Test
  void aSuspendedJobMayBeScheduledElsewhere() {
    ApiObject job = job(",'suspend':true");

    ApiObject moved =
        api.merge(job, "{'spec':{'template':{'spec':{'nodeSelector':{'zone':'a'}}}}}");

    assertThat(moved.spec().string("template", "spec", "nodeSelector", "zone")).isEqualTo("a");
  }

  @Test
  void anIndexedJobGrowsInBothNumbers() {
    ApiObject job = job(",'completionMode':'Indexed','completions':2,'parallelism':2");

    assertThat(KindApi.refusal(() -> api.merge(job, "{'spec':{'completions':3}}")))
        .containsExactly(
            "spec.completions: Invalid value: 3: can only be modified in tandem with"
                + " spec.parallelism");
    assertThat(
            api.merge(job, "{'spec':{'completions':3,'parallelism':3}}")
                .spec()
                .integer("completions"))
        .isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'ready':1 | status.ready: Invalid value: 1: cannot set more ready pods than active
          'failed':1,'conditions':[{'type':'Failed','status':'True'}] | status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition;status.startTime: Required value: startTime is required for finished job
          'completedIndexes':'0' | status.completedIndexes: Invalid value: "0": cannot set non-empty completedIndexes when non-indexed completion mode
          'startTime':'2026-01-02T03:00:00Z','completionTime':'2026-01-02T02:00:00Z','conditions':[{'type':'Complete','status':'True'},{'type':'SuccessCriteriaMet','status':'True'}] | status.completionTime: Invalid value: "2026-01-02T02:00:00Z": completionTime cannot be set before startTime
          """)
  void aStatusThatContradictsItselfIsRefused(String status, String errors) {
    ApiObject job = job("");

    assertThat(KindApi.refusal(() -> api.merge(job, "status", "{'status':{%s}}".formatted(status))))
        .containsExactly(errors.split(";"));
  }

  @Test
  void aFinishedJobStaysFinished() {
    ApiObject job = job("");
    api.merge(
        job,
        "status",
        "{'status':{'startTime':'2026-01-02T03:00:00Z','failed':1,'conditions':[{'type':'Failed','status':'True'},{'type':'FailureTarget','status':'True'}]}}");

    assertThat(KindApi.refusal(() -> api.merge(job, "status", "{'status':{'conditions':[]}}")))
        .containsExactly(
            "status.conditions: Invalid value: cannot disable the terminal Failed=True condition",
            "status.conditions: Invalid value: cannot disable the terminal FailureTarget=True"
                + " condition");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'schedule':'' | spec.schedule: Required value
          'schedule':'x' | spec.schedule: Invalid value: "x": expected exactly 5 fields, found 1: [x]
          'schedule':'TZ=UTC * * * * *' | spec.schedule: Invalid value: "TZ=UTC * * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead
          'schedule':'* * * * *','timeZone':'Mars/Base' | spec.timeZone: Invalid value: "Mars/Base": unknown time zone Mars/Base
          'schedule':'* * * * *','concurrencyPolicy':'Odd' | spec.concurrencyPolicy: Unsupported value: "Odd": supported values: "Allow", "Forbid", "Replace"
          'schedule':'* * * * *','startingDeadlineSeconds':-1 | spec.startingDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0
          """)
  void whatIsWrongWithACronJobIsSaidInUpstreamsWords(String fields, String errors) {
    assertThat(KindApi.refusal(() -> cronJob(fields))).containsExactly(errors.split(";"));
  }

  @Test
  void aCronJobIsFilledInWithoutASelectorForItsJobs() {
    JsonObject spec = cronJob("'schedule':'*/5 * * * *'").spec();

    assertThat(spec.without("jobTemplate").toString())
        .isEqualTo(
            "{\"schedule\":\"*/5 * * * *\",\"concurrencyPolicy\":\"Allow\",\"suspend\":false,"
                + "\"successfulJobsHistoryLimit\":3,\"failedJobsHistoryLimit\":1}");
    assertThat(spec.object("jobTemplate", "spec").has("selector")).isFalse();
  }

  @Test
  void tablesTellHowFarAJobIs() {
    ApiObject job = job(",'completions':3,'parallelism':1");
    ApiObject started =
        api.merge(
            job,
            "status",
            "{'status':{'startTime':'2026-01-02T03:00:05Z','active':1,'succeeded':1}}");

    assertThat(api.cells(started).subList(0, 5)).containsExactly("j", "Running", "1/3", "4m", "0s");
  }
}

package dev.podium.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.object.ApiException;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.Json;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FieldLedgerTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final GroupVersionKind KIND = new GroupVersionKind("x.example", "v1", "Work");
  private static final String HEAD =
      "'apiVersion':'x.example/v1','kind':'Work','metadata':{'name':'w','uid':'u'}";
  private static final String CONFIG_HEAD =
      "'apiVersion':'x.example/v1','kind':'Work','metadata':{'name':'w'}";

  private final FieldLedger ledger = ledger("");
  private final FieldLedger statusLedger =
      new FieldLedger(
          KIND,
          "status",
          ObjectVersions.only("x.example/v1", Types.WORK, Ownable.except("spec", "data")));

  private static FieldLedger ledger(String subresource) {
    return new FieldLedger(
        KIND,
        subresource,
        ObjectVersions.only("x.example/v1", Types.WORK, Ownable.except("status")));
  }

  @Test
  void whoCreatesOwnsAllButTheIdentity() {
    JsonObject created =
        create(
            "one",
            "'spec':{'replicas':1,'containers':[{'name':'c','image':'i'}]},'data':{'a':'b'}");

    assertThat(owners(created))
        .isEqualTo(
            "one Update {\"f:data\":{\".\":{},\"f:a\":{}},\"f:spec\":{\".\":{},\"f:containers\":{\".\":{},"
                + "\"k:{\\\"name\\\":\\\"c\\\"}\":{\".\":{},\"f:image\":{},\"f:name\":{}}},\"f:replicas\":{}}}");
    assertThat(created.objects("metadata", "managedFields").getFirst().keys())
        .containsExactly("manager", "operation", "apiVersion", "time", "fieldsType", "fieldsV1");
    assertThat(created.objects("metadata", "managedFields").getFirst().string("time"))
        .isEqualTo("2026-01-02T03:04:05Z");
  }

  @Test
  void whoChangesAFieldTakesItFromItsOwner() {
    JsonObject created = create("one", "'data':{'a':'1','b':'2'}");
    JsonObject updated = update(created, "two", "'data':{'a':'9','b':'2'}");

    assertThat(owners(updated))
        .isEqualTo(
            "one Update {\"f:data\":{\".\":{},\"f:b\":{}}}; two Update {\"f:data\":{\"f:a\":{}}}");
  }

  @Test
  void aWriteThatChangesNothingRecordsNothing() {
    JsonObject created = create("one", "'data':{'a':'1'}");

    assertThat(update(created, "two", "'data':{'a':'1'}")).isEqualTo(created);
  }

  @Test
  void whoOwnsNothingAnyMoreHasNoEntry() {
    JsonObject created = create("one", "'data':{'a':'1'}");
    JsonObject updated = update(created, "two", "'spec':{'paused':true}");

    assertThat(owners(updated)).isEqualTo("two Update {\"f:spec\":{\".\":{},\"f:paused\":{}}}");
  }

  @Test
  void itemsAreOwnedByTheirKeysWithDefaults() {
    JsonObject created =
        create("one", "'spec':{'containers':[{'name':'c','ports':[{'containerPort':80}]}]}");

    assertThat(owners(created))
        .contains("k:{\\\"containerPort\\\":80,\\\"protocol\\\":\\\"TCP\\\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"[]", "[{}]", "[{'manager':null}]"})
  void managedFieldsMayBeEmptied(String sent) {
    JsonObject created = create("one", "'data':{'a':'1'}");
    JsonObject reset = ledger.update(Optional.of(created), withManaged(created, sent), "two", NOW);

    assertThat(reset.object("metadata").has("managedFields")).isFalse();
    assertThat(owners(update(reset, "two", "'data':{'a':'2'}"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null",
        "[{'manager':'x','operation':'Patch','apiVersion':'v1','fieldsType':'FieldsV1'}]",
        "[{'manager':'x','operation':'Update','fieldsType':'FieldsV1'}]",
        "[{'manager':'x','operation':'Update','apiVersion':'v1','fieldsType':'FieldsV2'}]",
        "[{'manager':'x','operation':'Update','apiVersion':'v1','fieldsType':'FieldsV1','fieldsV1':{'a':{}}}]",
      })
  void managedFieldsThatMakeNoSenseAreIgnored(String sent) {
    JsonObject created = create("one", "'data':{'a':'1'}");

    assertThat(ledger.update(Optional.of(created), withManaged(created, sent), "two", NOW))
        .isEqualTo(created);
  }

  @Test
  void managedFieldsMayBeSet() {
    JsonObject created = create("one", "'data':{'a':'1'}");
    String sent =
        "[{'manager':'x','operation':'Update','apiVersion':'x.example/v1','fieldsType':'FieldsV1',"
            + "'fieldsV1':{'f:data':{'f:a':{},'.':{}}}}]";

    assertThat(owners(ledger.update(Optional.of(created), withManaged(created, sent), "two", NOW)))
        .isEqualTo("x Update {\"f:data\":{\".\":{},\"f:a\":{}}}");
    assertThat(
            owners(
                statusLedger.update(Optional.of(created), withManaged(created, sent), "two", NOW)))
        .startsWith("one Update");
  }

  @Test
  void aWriteToTheStatusHasAnEntryOfItsOwnAndOwnsNothingElse() {
    JsonObject created = create("one", "'data':{'a':'1'},'status':{'phase':'New'}");
    JsonObject updated =
        statusLedger.update(
            Optional.of(created),
            created.with("status", JsonObject.of("phase", "Done")).with("data", JsonObject.EMPTY),
            "one",
            NOW);

    assertThat(owners(created)).isEqualTo("one Update {\"f:data\":{\".\":{},\"f:a\":{}}}");
    assertThat(owners(updated))
        .isEqualTo(
            "one Update {\"f:data\":{\".\":{},\"f:a\":{}}}; one Update status {\"f:status\":{\"f:phase\":{}}}");
  }

  @Test
  void theOldestUpdatersAreMergedBeyondTen() {
    JsonObject object = create("m00", "'data':{'k00':'v'}");
    StringBuilder data = new StringBuilder("'k00':'v'");
    for (int i = 1; i <= 11; i++) {
      data.append(",'k").append(i).append("':'v'");
      object =
          ledger.update(
              Optional.of(object),
              withManaged(json("{" + HEAD + ",'data':{" + data + "}}"), "null"),
              "m" + (10 + i),
              NOW.plusSeconds(i));
    }

    assertThat(object.objects("metadata", "managedFields")).hasSize(10);
    assertThat(object.objects("metadata", "managedFields").getFirst())
        .isEqualTo(
            json(
                "{'manager':'ancient-changes','operation':'Update','apiVersion':'x.example/v1',"
                    + "'time':'2026-01-02T03:04:07Z','fieldsType':'FieldsV1',"
                    + "'fieldsV1':{'f:data':{'.':{},'f:k00':{},'f:k1':{},'f:k2':{}}}}"));
  }

  @Test
  void applyCreatesAndOwnsWhatItNames() {
    JsonObject applied = apply(Optional.empty(), "one", "'data':{'a':'1'},'spec':{'replicas':1}");

    assertThat(owners(applied))
        .isEqualTo("one Apply {\"f:data\":{\"f:a\":{}},\"f:spec\":{\"f:replicas\":{}}}");
    assertThat(applied.string("data", "a")).isEqualTo("1");
  }

  @Test
  void applyingTwiceIsApplyingOnce() {
    JsonObject once = apply(Optional.empty(), "one", "'data':{'a':'1'}");

    assertThat(apply(Optional.of(once), "one", "'data':{'a':'1'}")).isEqualTo(once);
  }

  @Test
  void whatIsNoLongerAppliedGoes() {
    JsonObject once = apply(Optional.empty(), "one", "'data':{'a':'1','b':'2'}");
    JsonObject twice = apply(Optional.of(once), "one", "'data':{'b':'2'}");

    assertThat(twice.object("data")).isEqualTo(json("{'b':'2'}"));
  }

  @Test
  void aSharedFieldGoesWithItsLastOwner() {
    JsonObject object = apply(Optional.empty(), "one", "'data':{'a':'1','b':'1'}");
    object = apply(Optional.of(object), "two", "'data':{'a':'1','c':'1'}");
    object = apply(Optional.of(object), "one", "'data':{'b':'1'}");
    assertThat(object.object("data")).isEqualTo(json("{'a':'1','b':'1','c':'1'}"));

    object = apply(Optional.of(object), "two", "'data':{'c':'1'}");
    assertThat(object.object("data")).isEqualTo(json("{'b':'1','c':'1'}"));
  }

  @Test
  void anApplierThatOnlyAgreesHasNoTime() {
    JsonObject object = apply(Optional.empty(), "one", "'data':{'a':'1'}");
    JsonObject shared = apply(Optional.of(object), "two", "'data':{'a':'1'}");

    assertThat(shared.objects("metadata", "managedFields").stream().map(e -> e.has("time")))
        .containsExactly(false, true);
  }

  @Test
  void aConflictNamesTheFieldsAndTheirOwners() {
    JsonObject object = apply(Optional.empty(), "one", "'data':{'a':'1','b':'1'}");
    JsonObject updated = update(object, "up", "'data':{'a':'1','b':'1','c':'1'}");

    assertThatThrownBy(
            () -> apply(Optional.of(updated), "three", "'data':{'a':'2','b':'2','c':'2'}"))
        .isInstanceOfSatisfying(
            ApiException.class,
            conflict -> {
              assertThat(conflict.code()).isEqualTo(409);
              assertThat(conflict.message())
                  .isEqualTo(
                      "Apply failed with 3 conflicts: conflicts with \"one\":\n- .data.a\n- .data.b\n"
                          + "conflicts with \"up\" using x.example/v1:\n- .data.c");
              assertThat(conflict.details().orElseThrow().objects("causes").getLast())
                  .isEqualTo(
                      json(
                          "{'reason':'FieldManagerConflict','message':'conflict with \\'up\\' using x.example/v1','field':'.data.c'}"));
            });
  }

  @Test
  void oneConflictIsToldInOneLine() {
    JsonObject object =
        apply(Optional.empty(), "one", "'spec':{'containers':[{'name':'c','image':'a'}]}");

    assertThatThrownBy(() ->
            apply(Optional.of(object), "two", "'spec':{'containers':[{'name':'c','image':'b'}]}"))
        .hasMessage(
            "Apply failed with 1 conflict: conflict with \"one\": .spec.containers[name=\"c\"].image");
  }

  @Test
  void forceTakesTheField() {
    JsonObject object = apply(Optional.empty(), "one", "'data':{'a':'1'}");
    JsonObject forced =
        ledger.apply(Optional.of(object), config("'data':{'a':'2'}"), "two", true, NOW, o -> o);

    assertThat(owners(forced)).isEqualTo("two Apply {\"f:data\":{\"f:a\":{}}}");
    assertThat(forced.string("data", "a")).isEqualTo("2");
  }

  @Test
  void anObjectWithoutManagedFieldsBelongsToBeforeFirstApply() {
    JsonObject bare = json("{" + HEAD + ",'data':{'a':'1'}}");

    assertThat(owners(apply(Optional.of(bare), "one", "'data':{'b':'1'}")))
        .isEqualTo(
            "one Apply {\"f:data\":{\"f:b\":{}}}; before-first-apply Update {\"f:data\":{\".\":{},\"f:a\":{}}}");
  }

  @Test
  void listsTakeUpTheOrderOfTheConfiguration() {
    JsonObject object = apply(Optional.empty(), "one", containers("a", "b", "c"));
    object = apply(Optional.of(object), "two", containers("z", "a"));
    assertThat(names(object)).isEqualTo("z,a,b,c");

    object = apply(Optional.of(object), "one", containers("x", "c", "y", "a"));
    assertThat(names(object)).isEqualTo("z,x,c,y,a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'odd':1|.odd: field not declared in schema",
        "'data':'x'|.data: expected map, got &{x}",
        "'data':['x']|.data: expected map, got &{[x]}",
        "'data':{'a':5}|.data.a: expected string, got &value.valueUnstructured{Value:5}",
        "'spec':{'replicas':'x'}|.spec.replicas: expected numeric (int or float), got string",
        "'spec':{'paused':'x'}|.spec.paused: expected boolean, got &{x}",
        "'spec':{'containers':{'name':'a'}}|.spec.containers: expected list, got &{map[name:a]}",
        "'spec':{'containers':[null]}|.spec.containers: element 0: associative list with keys may not have a null element",
        "'spec':{'containers':[{'image':'i'}]}|.spec.containers: element 0: associative list with keys has an element that omits all key fields [\"name\"] (and doesn't have default values for any key fields)",
        "'spec':{'containers':[{'name':'a','ports':[{'name':'x'},{'name':'y'}]}]}|.spec.containers[name=\"a\"].ports: duplicate entries for key [protocol=\"TCP\"]",
        "'spec':{'containers':[{'name':'a'},{'name':'a'}]}|.spec.containers: duplicate entries for key [name=\"a\"]",
        "'spec':{'containers':[{'name':'a','ports':[{'containerPort':1},{'containerPort':1,'protocol':'TCP'}]}]}|.spec.containers[name=\"a\"].ports: duplicate entries for key [containerPort=1,protocol=\"TCP\"]",
      })
  void aConfigurationThatDoesNotFitIs500(String fields, String why) {
    assertThatThrownBy(() -> apply(Optional.empty(), "one", fields))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(500);
              assertThat(refusal.message())
                  .isEqualTo(
                      "failed to create typed patch object (/w; x.example/v1, Kind=Work): " + why);
            });
  }

  @Test
  void anotherKindAndManagedFieldsAreRefused() {
    JsonObject other = config("'data':{}").with("kind", "Other");
    JsonObject managed = withManaged(config("'data':{}"), "[]");

    assertThatThrownBy(() -> ledger.apply(Optional.empty(), other, "one", false, NOW, o -> o))
        .hasMessage("invalid object type: x.example/v1, Kind=Other");
    assertThatThrownBy(() -> ledger.apply(Optional.empty(), managed, "one", false, NOW, o -> o))
        .hasMessage("metadata.managedFields must be nil");
  }

  @Test
  void emptyMapsAndNullsAreOwnedEmptyKeyedListsAreNot() {
    assertThat(
            owners(
                apply(
                    Optional.empty(),
                    "one",
                    "'data':null,'binaryData':{},'spec':{'containers':[{'name':'a','env':[],'args':null,'resources':{}}]}")))
        .isEqualTo(
            "one Apply {\"f:binaryData\":{},\"f:data\":{},\"f:spec\":{\"f:containers\":{\"k:{\\\"name\\\":\\\"a\\\"}\":"
                + "{\".\":{},\"f:args\":{},\"f:name\":{},\"f:resources\":{}}}}}");
  }

  @Test
  void theFirstServerSideApplyTakesOverFromClientSideApply() {
    String lastApplied =
        "{\\\"apiVersion\\\":\\\"x.example/v1\\\",\\\"kind\\\":\\\"Work\\\",\\\"metadata\\\":{\\\"name\\\":\\\"w\\\"},\\\"data\\\":{\\\"a\\\":\\\"1\\\"}}";
    JsonObject live =
        json("{" + HEAD + ",'data':{'a':'1'}}")
            .edit(draft ->
                draft
                    .object("metadata", "annotations")
                    .set(LastApplied.ANNOTATION, lastApplied.replace("\\\"", "\"")));
    JsonObject created = ledger.update(Optional.empty(), live, "kubectl-client-side-apply", NOW);
    JsonObject applied = apply(Optional.of(created), "kubectl", "'data':{'a':'2'}");

    assertThat(applied.string("data", "a")).isEqualTo("2");
    assertThat(applied.string("metadata", "annotations", LastApplied.ANNOTATION))
        .isEqualTo(
            "{\"apiVersion\":\"x.example/v1\",\"data\":{\"a\":\"2\"},\"kind\":\"Work\",\"metadata\":{\"name\":\"w\"}}\n");
    assertThatThrownBy(() -> apply(Optional.of(created), "other", "'data':{'a':'2'}"))
        .hasMessageContaining("1 conflict");
  }

  @Test
  void onlyTimesAreNoChange() {
    JsonObject created = create("one", "'data':{'a':'1'}");
    JsonObject later =
        withManaged(
            created,
            created.array("metadata", "managedFields").toString().replace("04:05Z", "09:09Z"));

    assertThat(FieldLedger.sameButTimes(later, created)).isTrue();
    assertThat(FieldLedger.sameButTimes(later.with("data", JsonObject.EMPTY), created)).isFalse();
  }

  private JsonObject create(String manager, String fields) {
    return ledger.update(Optional.empty(), json("{" + HEAD + "," + fields + "}"), manager, NOW);
  }

  private JsonObject update(JsonObject live, String manager, String fields) {
    JsonObject written = json("{" + HEAD + "," + fields + "}");
    return ledger.update(Optional.of(live), written, manager, NOW);
  }

  private JsonObject apply(Optional<JsonObject> live, String manager, String fields) {
    return ledger.apply(live, config(fields), manager, false, NOW, object -> object);
  }

  private static JsonObject config(String fields) {
    return json("{" + CONFIG_HEAD + "," + fields + "}");
  }

  private static String containers(String... names) {
    return "'spec':{'containers':["
        + java.util.Arrays.stream(names)
            .map(name -> "{'name':'" + name + "','image':'i'}")
            .collect(Collectors.joining(","))
        + "]}";
  }

  private static String names(JsonObject object) {
    return object.object("spec").objects("containers").stream()
        .map(container -> container.string("name"))
        .collect(Collectors.joining(","));
  }

  private static JsonObject withManaged(JsonObject object, String managed) {
    Object value =
        managed.equals("null")
            ? JsonNull.NULL
            : Json.parse(
                managed.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return object.with("metadata", metadata -> metadata.with("managedFields", value));
  }

  private static String owners(JsonObject object) {
    return object.objects("metadata", "managedFields").stream()
        .map(entry ->
            entry.string("manager")
                + " "
                + entry.string("operation")
                + (entry.has("subresource") ? " " + entry.string("subresource") : "")
                + " "
                + entry.object("fieldsV1"))
        .collect(Collectors.joining("; "));
  }

  private static JsonObject json(String text) {
    return Json.parseObject(text.replace("\\'", "\\\"").replace('\'', '"'));
  }
}

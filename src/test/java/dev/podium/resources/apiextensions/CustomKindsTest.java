package dev.podium.resources.apiextensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldSelector;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.patch.MergePatch;
import dev.podium.registry.Selection;
import dev.podium.resources.KindApi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CustomKindsTest {
  private static final String WIDGET =
      "{'apiVersion':'a.example/%s','kind':'Widget','metadata':{'name':'w','namespace':'ns'%s},"
          + "'spec':%s}";

  private final KindApi api = new KindApi();

  private static final String WEBHOOK =
      "'strategy':'Webhook','webhook':{'conversionReviewVersions':['v1'],"
          + "'clientConfig':{'url':'https://127.0.0.1:1/x'}}";

  /// What the webhook was asked for.
  private final List<String> asked = new ArrayList<>();

  /// What it makes of its own answer.
  private UnaryOperator<JsonObject> twist = UnaryOperator.identity();

  /// Renames `a` to `b` on the way to v1, and back.
  private final ConversionWebhooks webhooks =
      new ConversionWebhooks(
          (_, body, _) -> Json.bytes(converted(Json.parseObject(body))), () -> "u");

  private JsonObject converted(JsonObject review) {
    JsonObject request = review.object("request");
    List<JsonObject> objects = request.objects("objects");
    asked.add(
        objects.stream().map(o -> o.string("metadata", "name")).collect(Collectors.joining(",")));
    JsonObject object = objects.getFirst();
    String wanted = request.string("desiredAPIVersion");
    boolean newer = wanted.endsWith("/v1");
    Object value = object.find("spec", newer ? "a" : "b").orElseThrow();
    JsonObject result =
        object.with("apiVersion", wanted).with("spec", JsonObject.of(newer ? "b" : "a", value));
    return JsonObject.of(
        "kind",
        "ConversionReview",
        "apiVersion",
        "apiextensions.k8s.io/v1",
        "response",
        JsonObject.of(
            "uid",
            "u",
            "result",
            JsonObject.of("status", "Success"),
            "convertedObjects",
            List.of(twist.apply(result))));
  }

  /// Serves widgets by a schema of their spec.
  private ApiObject serve(String spec, String version) {
    return serve(spec, version, "'strategy':'None'");
  }

  private ApiObject serve(String spec, String version, String conversion) {
    String schema =
        "'schema':{'openAPIV3Schema':{'type':'object','properties':{'spec':"
            + spec
            + ",'status':"
            + "{'type':'object','properties':{'phase':{'type':'string'}}}}}}";
    ApiObject definition =
        api.create(
            "{'apiVersion':'apiextensions.k8s.io/v1','kind':'CustomResourceDefinition',"
                + "'metadata':{'name':'widgets.a.example'},'spec':{'group':'a.example',"
                + "'conversion':{%s},'scope':'Namespaced','names':{'plural':'widgets','kind':'Widget'},'versions':["
                + "{'name':'v1','served':true,'storage':true,%s%s},"
                + "{'name':'v1beta1','served':true,'storage':false,'deprecated':true,%s}]}}",
            conversion, schema, version, schema);
    api.serve(CustomKinds.of(definition, 0, webhooks));
    return definition;
  }

  @Test
  void rulesHoldOfNewObjects() {
    serve(
        "{'type':'object','properties':{'min':{'type':'integer'},'max':{'type':'integer'}},"
            + "'x-kubernetes-validations':[{'rule':'self.min <= self.max',"
            + "'messageExpression':'\\\"at least %d\\\".format([self.min])','fieldPath':'.max'}]}",
        "");

    assertThat(KindApi.refusal(() -> api.create(WIDGET, "v1", "", "{'min':3,'max':2}")))
        .containsExactly("spec.max: Invalid value: at least 3");
    assertThat(api.create(WIDGET, "v1", "", "{'min':1,'max':2}").spec().integer("max"))
        .isEqualTo(2);
  }

  @Test
  void whatBreaksARuleIsShownOnlyWhereItIsAScalar() {
    serve(
        "{'type':'object','properties':{'a':{'type':'string'},'n':{'type':'integer'}},"
            + "'x-kubernetes-validations':["
            + "{'rule':'self.a.size() > 1','reason':'FieldValueDuplicate','fieldPath':'.a'},"
            + "{'rule':'10 / self.n > 1'}]}",
        "");

    assertThat(KindApi.refusal(() -> api.create(WIDGET, "v1", "", "{'a':'x','n':0}")))
        .containsExactly(
            "spec.a: Duplicate value",
            "spec: Invalid value: \"object\": division by zero evaluating rule: 10 / self.n > 1");
  }

  @Test
  void aNullFieldIsAbsentForRules() {
    serve(
        "{'type':'object','properties':{'a':{'type':'string','nullable':true}},"
            + "'x-kubernetes-validations':[{'rule':'!has(self.a)'}]}",
        "");

    assertThat(api.create(WIDGET, "v1", "", "{'a':null}").spec().has("a")).isTrue();
  }

  @Test
  void ofASetThatRepeatsAnItemOftenThatIsSaidOnce() {
    serve(
        "{'type':'object','properties':{'a':{'type':'array','x-kubernetes-list-type':'set',"
            + "'items':{'type':'string'}}}}",
        "");

    assertThat(KindApi.refusal(() -> api.create(WIDGET, "v1", "", "{'a':['x','x','x','y']}")))
        .containsExactly("spec.a[1]: Duplicate value: \"x\"");
  }

  @Test
  void transitionRulesHoldOfChangesOnly() {
    serve(
        "{'type':'object','properties':{'a':{'type':'string','x-kubernetes-validations':"
            + "[{'rule':'self == oldSelf','message':'fixed'}]}}}",
        "");
    ApiObject made = api.create(WIDGET, "v1", "", "{'a':'x'}");

    assertThat(KindApi.refusal(() -> api.merge(made, "{'spec':{'a':'y'}}")))
        .containsExactly("spec.a: Invalid value: \"y\": fixed");
  }

  @Test
  void rulesWaitUntilTheSchemaIsKept() {
    serve(
        "{'type':'object','required':['a'],'properties':{'a':{'type':'integer'}},"
            + "'x-kubernetes-validations':[{'rule':'self.a > 1'}]}",
        "");

    assertThat(KindApi.refusal(() -> api.create(WIDGET, "v1", "", "{}")))
        .containsExactly(
            "spec.a: Required value",
            "<nil>: Invalid value: null: some validation rules were not checked because the object"
                + " was invalid; correct the existing errors to complete validation");
  }

  @Test
  void ofAStatusNothingElseChanges() {
    serve(
        "{'type':'object','properties':{'a':{'type':'integer'}}}", ",'subresources':{'status':{}}");
    ApiObject made = api.create(WIDGET, "v1", "", "{'a':1}");

    ApiObject updated =
        api.merge(
            made,
            "status",
            "{'metadata':{'labels':{'l':'x'}},'spec':{'a':2},'status':{'phase':'On'}}");

    assertThat(updated.labels()).isEmpty();
    assertThat(updated.spec().integer("a")).isEqualTo(1);
    assertThat(updated.status().string("phase")).isEqualTo("On");
    assertThat(updated.generation()).hasValue(1);
  }

  @Test
  void versionsDifferInNothingButTheirNames() {
    serve("{'type':'object','properties':{'a':{'type':'integer'}}}", "");
    ApiObject old = api.create(WIDGET, "v1beta1", "", "{'a':1}");

    assertThat(old.apiVersion()).isEqualTo("a.example/v1beta1");
    assertThat(api.merge(old.with("apiVersion", "a.example/v1"), "{'spec':{'a':2}}").apiVersion())
        .isEqualTo("a.example/v1");
  }

  @Test
  void orByWhatAWebhookMakesOfThem() {
    serve(
        "{'type':'object','properties':{'a':{'type':'integer'},'b':{'type':'integer'}}}",
        "",
        WEBHOOK);
    ApiObject old = api.create(WIDGET, "v1beta1", "", "{'a':1}");

    assertThat(old.spec()).isEqualTo(JsonObject.of("a", 1));
    assertThat(api.find(old.with("apiVersion", "a.example/v1")).orElseThrow().spec())
        .isEqualTo(JsonObject.of("b", 1));
  }

  private List<ApiObject> oldWidgets(LabelSelector labels) {
    return api.list(
        GroupVersionKind.of("a.example/v1beta1", "Widget"),
        "ns",
        new Selection(labels, FieldSelector.EVERYTHING));
  }

  @Test
  void aListAsksTheWebhookOnceForEachVersionOfAnObject() {
    serve("{'type':'object','x-kubernetes-preserve-unknown-fields':true}", "", WEBHOOK);
    for (String name : List.of("one", "two")) {
      api.create(WIDGET.replace("'name':'w'", "'name':'" + name + "'"), "v1", "", "{'b':1}");
    }

    assertThat(oldWidgets(LabelSelector.EVERYTHING))
        .extracting(ApiObject::spec)
        .containsOnly(JsonObject.of("a", 1));
    assertThat(oldWidgets(LabelSelector.parse("!x"))).hasSize(2);
    assertThat(asked).containsExactly("one", "two");

    api.create(WIDGET.replace("'name':'w'", "'name':'three'"), "v1", "", "{'b':1}");
    assertThat(oldWidgets(LabelSelector.EVERYTHING)).hasSize(3);
    assertThat(asked).containsExactly("one", "two", "three");
  }

  @Test
  void anObjectThatIsReadByItsNameIsConvertedAnew() {
    serve("{'type':'object','x-kubernetes-preserve-unknown-fields':true}", "", WEBHOOK);
    ApiObject made = api.create(WIDGET, "v1", "", "{'b':1}");

    api.find(made.with("apiVersion", "a.example/v1beta1"));
    api.find(made.with("apiVersion", "a.example/v1beta1"));

    assertThat(asked).containsExactly("w", "w");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"apiVersion":"a.example/v9"} | invalid object at index 0: invalid groupVersion (expected a.example/v1beta1, received a.example/v9)
          {"kind":"Gadget"} | invalid object at index 0: invalid kind (expected Widget, received Gadget)
          {"metadata":{"name":"x"}} | invalid object: must have the same name: w != x
          {"metadata":{"uid":"other"}} | invalid object: must have the same UID: uid-2 != other
          {"metadata":{"labels":{"a":1}}} | invalid metadata: metadata.labels[a] must be a string, but is int64 in converted object
          {"metadata":{"annotations":"a"}} | invalid metadata: invalid metadata.annotations of type string in converted object
          """)
  void whatAWebhookMayNotChangeIsRefused(String change, String fault) {
    serve("{'type':'object','x-kubernetes-preserve-unknown-fields':true}", "", WEBHOOK);
    api.create(WIDGET, "v1", "", "{'b':1}");
    twist =
        answer -> MergePatch.decode(change.getBytes(StandardCharsets.UTF_8), false).applyTo(answer);

    assertThatThrownBy(() -> oldWidgets(LabelSelector.EVERYTHING))
        .hasMessage("conversion webhook for a.example/v1, Kind=Widget returned " + fault);
  }

  @Test
  void ofTheMetadataAWebhookChangesNothingButLabelsAndAnnotations() {
    serve("{'type':'object','x-kubernetes-preserve-unknown-fields':true}", "", WEBHOOK);
    ApiObject made = api.create(WIDGET, "v1", "", "{'b':1}");
    twist =
        answer ->
            answer.with(
                "metadata",
                answer
                    .object("metadata")
                    .with("labels", JsonObject.of("l", "x"))
                    .with("finalizers", List.of("a/b"))
                    .with("generation", 7));

    assertThat(oldWidgets(LabelSelector.EVERYTHING).getFirst().metadata())
        .isEqualTo(made.metadata().with("labels", JsonObject.of("l", "x")));
  }

  @Test
  void aGoingDefinitionTakesNoNewObjects() {
    ApiObject definition = serve("{'type':'object'}", "");
    ApiObject going = api.delete(definition);
    api.serve(CustomKinds.of(going, 0, webhooks));

    assertThatThrownBy(() -> api.create(WIDGET, "v1", "", "{}"))
        .hasMessage("create not allowed while custom resource definition is terminating");
  }
}

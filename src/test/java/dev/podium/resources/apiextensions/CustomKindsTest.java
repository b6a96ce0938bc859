package dev.podium.resources.apiextensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.object.ApiObject;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.resources.KindApi;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CustomKindsTest {
  private static final String WIDGET =
      "{'apiVersion':'a.example/%s','kind':'Widget','metadata':{'name':'w','namespace':'ns'%s},"
          + "'spec':%s}";

  private final KindApi api = new KindApi();

  /// Renames `a` to `b` on the way to v1, and back.
  private final ConversionWebhooks webhooks =
      new ConversionWebhooks(
          (_, body, _) -> Json.bytes(converted(Json.parseObject(body))), () -> "u");

  private static JsonObject converted(JsonObject review) {
    JsonObject request = review.object("request");
    JsonObject object = request.objects("objects").getFirst();
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
            List.of(result)));
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
        "'strategy':'Webhook','webhook':{'conversionReviewVersions':['v1'],"
            + "'clientConfig':{'url':'https://127.0.0.1:1/x'}}");
    ApiObject old = api.create(WIDGET, "v1beta1", "", "{'a':1}");

    assertThat(old.spec()).isEqualTo(JsonObject.of("a", 1));
    assertThat(api.find(old.with("apiVersion", "a.example/v1")).orElseThrow().spec())
        .isEqualTo(JsonObject.of("b", 1));
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

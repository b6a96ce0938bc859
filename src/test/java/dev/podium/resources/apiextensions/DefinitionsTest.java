package dev.podium.resources.apiextensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.resources.KindApi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DefinitionsTest {
  private final KindApi api = new KindApi();

  private ApiObject definition(String name, String group, String schema) {
    return api.create(
        "{'apiVersion':'apiextensions.k8s.io/v1','kind':'CustomResourceDefinition',"
            + "'metadata':{'name':'%s'},'spec':{'group':'%s','scope':'Namespaced',"
            + "'names':{'plural':'widgets','kind':'Widget'},'versions':[{'name':'v1',"
            + "'served':true,'storage':true,'schema':{'openAPIV3Schema':{'type':'object'%s}}}]}}",
        name, group, schema);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'properties':{'a':{}} | spec.validation.openAPIV3Schema.properties[a].type: Required value: must not be empty for specified object fields
          'properties':{'a':{'type':'array','x-kubernetes-list-type':'map','items':{'type':'object'}}} | spec.validation.openAPIV3Schema.properties[a].x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map
          'properties':{'a':{'type':'string','default':'b','x-kubernetes-validations':[{'rule':'self.size() > 1'}]}} | spec.validation.openAPIV3Schema.properties[a].default: Invalid value: "b": failed rule: self.size() > 1
          'properties':{'a':{'type':'string','x-kubernetes-validations':[{'rule':'self.size() > 1','optionalOldSelf':true}]}} | spec.validation.openAPIV3Schema.properties[a].x-kubernetes-validations[0].optionalOldSelf: Invalid value: true: may not be set if oldSelf is not used in rule
          'properties':{'a':{'type':'object','properties':{'b':{'type':'string'}},'x-kubernetes-validations':[{'rule':'has(self.b)','fieldPath':'.c'}]}} | spec.validation.openAPIV3Schema.properties[a].x-kubernetes-validations[0].fieldPath: Invalid value: ".c": must be a valid path
          'properties':{'a':{'type':'object','properties':{'b':{'type':'string'}},'default':{'c':1}}} | spec.validation.openAPIV3Schema.properties[a].default: Invalid value: {"c":1}: must not have unknown fields
          'properties':{'a':{'type':'object','x-kubernetes-embedded-resource':true,'x-kubernetes-preserve-unknown-fields':true,'default':{'apiVersion':'v1','kind':''}}} | spec.validation.openAPIV3Schema.properties[a].default.kind: Invalid value: "": must not be empty
          'properties':{'a':{'type':'string','default':1}} | spec.validation.openAPIV3Schema.properties[a].default: Invalid value: "integer":  in body must be of type string: "integer"
          """)
  void schemasAreStructural(String schema, String error) {
    assertThat(KindApi.refusal(() -> definition("widgets.a.example", "a.example", "," + schema)))
        .containsExactly(error);
  }

  @Test
  void theNameSaysResourceAndGroup() {
    assertThat(KindApi.refusal(() -> definition("other.a.example", "a.example", "")))
        .containsExactly(
            "metadata.name: Invalid value: \"other.a.example\": must be"
                + " spec.names.plural+\".\"+spec.group");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"`` | null", ",'versions':[] | []"})
  void aListOfNoVersionsIsToldFromNone(String versions, String shown) {
    assertThat(
            KindApi.refusal(() ->
                api.create(
                    "{'apiVersion':'apiextensions.k8s.io/v1','kind':'CustomResourceDefinition',"
                        + "'metadata':{'name':'widgets.a.example'},'spec':{'group':'a.example',"
                        + "'scope':'Namespaced','names':{'plural':'widgets','kind':'Widget'}%s}}",
                    versions)))
        .contains(
            "spec.versions: Invalid value: %s: must have exactly one version marked as storage version"
                .formatted(shown));
  }

  @Test
  void namesFollowFromTheKind() {
    ApiObject made = definition("widgets.a.example", "a.example", "");

    assertThat(made.spec().string("names", "singular")).isEqualTo("widget");
    assertThat(made.spec().string("names", "listKind")).isEqualTo("WidgetList");
    assertThat(made.spec().string("conversion", "strategy")).isEqualTo("None");
    assertThat(made.status().strings("storedVersions")).isEqualTo(List.of("v1"));
  }

  @Test
  void rulesThatCouldBecomeTooExpensiveAreRefusedWhenTheyAreDefined() {
    String list = ",'properties':{'list':{'type':'array',%s'items':{'type':'string'}}},";
    String rule =
        "'x-kubernetes-validations':[{'rule':'self.list.all(x, self.list.all(y, x == y))'}]";
    String advice =
        " (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays,"
            + " maps, and strings are declared)";
    String schema = "spec.validation.openAPIV3Schema";

    assertThat(
            KindApi.refusal(
                () -> definition("widgets.a.example", "a.example", list.formatted("") + rule)))
        .containsExactly(
            schema
                + ".x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds budget"
                + " by factor of more than 100x"
                + advice,
            schema
                + ".x-kubernetes-validations[0].rule: Forbidden: contributed to estimated rule"
                + " cost total exceeding cost limit for entire OpenAPIv3 schema",
            schema
                + ": Forbidden: x-kubernetes-validations estimated rule cost"
                + " total for entire OpenAPIv3 schema exceeds budget by factor of more than 100x"
                + advice);
    assertThat(
            KindApi.refusal(() ->
                definition(
                    "widgets.a.example", "a.example", list.formatted("'maxItems':8,") + rule)))
        .containsExactly(
            schema
                + ".x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds budget"
                + " by factor of 2.0x"
                + advice);
  }
}

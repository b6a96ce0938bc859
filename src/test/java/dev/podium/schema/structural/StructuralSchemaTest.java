package dev.podium.schema.structural;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.FieldError;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StructuralSchemaTest {
  private static JsonObject json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }

  private static StructuralSchema spec(String properties) {
    return StructuralSchema.of(
        json(
            "{'type':'object','properties':{'spec':{'type':'object','properties':{"
                + properties
                + "}}}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'a':{'type':'string'} | {'a':'x','b':1} | {'a':'x'} | spec.b
          'a':{'type':'string'} | {'a':{'b':1}} | {'a':{}} | spec.a.b
          'a':{'type':'array','items':{'type':'object','properties':{'n':{'type':'string'}}}} | {'a':[{'n':'x'},{'m':1}]} | {'a':[{'n':'x'},{}]} | spec.a[1].m
          'a':{'type':'object','additionalProperties':{'type':'object'}} | {'a':{'k':{'x':1}}} | {'a':{'k':{}}} | spec.a.k.x
          'a':{'x-kubernetes-preserve-unknown-fields':true,'properties':{'b':{'type':'object'}}} | {'a':{'b':{'c':1},'d':[{'e':1}]}} | {'a':{'b':{},'d':[{'e':1}]}} | spec.a.b.c
          'a':{'type':'string'},'n':{'type':'string','nullable':true} | {'a':null,'n':null} | {'n':null} | ``
          """)
  void whatTheSchemaDoesNotHaveGoes(String properties, String given, String kept, String unknown) {
    Pruning.Pruned pruned = Pruning.of(spec(properties), json("{'kind':'K','spec':" + given + "}"));

    assertThat(pruned.object()).isEqualTo(json("{'kind':'K','spec':" + kept + "}"));
    assertThat(pruned.unknown())
        .isEqualTo(unknown == null || unknown.isEmpty() ? List.of() : List.of(unknown));
  }

  @Test
  void anObjectThatFitsIsNotCopied() {
    JsonObject object = json("{'spec':{'a':'x'}}");
    assertThat(Pruning.of(spec("'a':{'type':'string'}"), object).object()).isSameAs(object);
    assertThat(Defaulting.of(spec("'a':{'type':'string','default':'y'}"), object)).isSameAs(object);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | {'a':1}
          {'a':null} | {'a':1}
          {'n':null} | {'a':1,'n':null}
          {'l':[{},{'b':2}]} | {'a':1,'l':[{'b':'z'},{'b':2}]}
          {'m':{'k':{}}} | {'a':1,'m':{'k':{'b':'z'}}}
          """)
  void defaultsComeIntoObjectsThatAreThere(String given, String filled) {
    StructuralSchema schema =
        spec(
            "'a':{'type':'integer','default':1},'n':{'type':'string','nullable':true},"
                + "'l':{'type':'array','items':{'type':'object','properties':{'b':{'default':'z'}}}},"
                + "'m':{'type':'object','additionalProperties':"
                + "{'type':'object','properties':{'b':{'default':'z'}}}}");

    assertThat(Defaulting.of(schema, json("{'spec':" + given + "}")))
        .isEqualTo(json("{'spec':" + filled + "}"));
    assertThat(Defaulting.of(schema, JsonObject.EMPTY)).isEqualTo(JsonObject.EMPTY);
  }

  @Test
  void listsOfKeyedItemsAndSetsDoNotRepeat() {
    StructuralSchema schema =
        spec(
            "'s':{'type':'array','x-kubernetes-list-type':'set','items':{'type':'string'}},"
                + "'m':{'type':'array','x-kubernetes-list-type':'map',"
                + "'x-kubernetes-list-map-keys':['k'],'items':{'type':'object'}}");

    assertThat(
            ListInvariants.check(
                    schema, json("{'spec':{'s':['a','a'],'m':[{'k':1,'v':1},{'k':1,'v':2}]}}"))
                .stream()
                .map(FieldError::message))
        .containsExactlyInAnyOrder(
            "spec.s[1]: Duplicate value: \"a\"", "spec.m[1]: Duplicate value: {\"k\":1}");
  }
}

package dev.podium.schema.structural;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ValueSchemaTest {
  private static JsonObject json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }

  private static ValueSchema of(String property) {
    return ValueSchema.of(json("{'type':'object','properties':{'a':" + property + "}}"));
  }

  private static List<String> faults(String property, String value) {
    return of(property).check(json("{'a':" + value + "}"), FieldPath.ROOT).stream()
        .map(FieldError::message)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'type':'integer'} | 'x' | a: Invalid value: "string": a in body must be of type integer: "string"
          {'type':'object'} | [] | a: Invalid value: "array": a in body must be of type object: "array"
          {'type':'string'} | null | a: Invalid value: "null": a in body must be of type string: "null"
          {'x-kubernetes-int-or-string':true} | true | a: Invalid value: "boolean": a in body must be of type integer,string: "boolean"
          {'type':'string','minLength':2} | 'x' | a: Invalid value: "x": a in body should be at least 2 chars long
          {'type':'string','maxLength':1} | 'xy' | a: Too long: may not be more than 1 byte
          {'type':'string','pattern':'^[a-z]+$'} | 'A' | a: Invalid value: "A": a in body should match '^[a-z]+$'
          {'type':'string','enum':['x','y']} | 'z' | a: Unsupported value: "z": supported values: "x", "y"
          {'type':'string','format':'ipv4'} | '::1' | a: Invalid value: "::1": a in body must be of type ipv4: "::1"
          {'type':'string','format':'uuid'} | 'x' | a: Invalid value: "x": a in body must be of type uuid: "x"
          {'type':'integer','minimum':1} | 0 | a: Invalid value: 0: a in body should be greater than or equal to 1
          {'type':'integer','maximum':1,'exclusiveMaximum':true} | 1 | a: Invalid value: 1: a in body should be less than 1
          {'type':'number','multipleOf':0.5} | 0.7 | a: Invalid value: 0.7: a in body should be a multiple of 0.5
          {'type':'number','multipleOf':0.5} | 1 | a: Invalid value: 0: factor MultipleOf declared for a must be positive: 0
          {'type':'number','multipleOf':0.5} | 1e300 | a: Invalid value: 1e+300: a in body should be a multiple of 0.5
          {'x-kubernetes-int-or-string':true} | 1.5 | a: Invalid value: "number": a in body must be of type integer,string: "number"
          {'type':'integer','format':'int32'} | 99999999999 | <nil>: Invalid value: "": Checked value must be of type integer with format int32 in a
          {'type':'array','minItems':1} | [] | a: Invalid value: 0: a in body should have at least 1 items
          {'type':'array','maxItems':1} | [1,2] | a: Too many: 2: must have at most 1 item
          {'type':'array','items':{'type':'string'}} | ['x',1] | a[1]: Invalid value: "integer": a[1] in body must be of type string: "integer"
          {'type':'object','required':['b']} | {} | a.b: Required value
          {'type':'object','minProperties':1} | {} | a: Invalid value: 0: a in body should have at least 1 properties
          {'type':'object','additionalProperties':{'type':'string'}} | {'k':1} | a.k: Invalid value: "integer": a.k in body must be of type string: "integer"
          {'not':{'required':['b']}} | {'b':1} | <nil>: Invalid value: "": "a" must not validate the schema (not)
          {'oneOf':[{'required':['b']},{'required':['c']}]} | {'b':1,'c':1} | <nil>: Invalid value: "": "a" must validate one and only one schema (oneOf). Found 2 valid alternatives
          """)
  void everyKeywordRefusesInItsOwnWords(String property, String value, String fault) {
    assertThat(faults(property, value)).containsExactly(fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'type':'string','nullable':true} | null
          {'type':'integer'} | 5.0
          {'type':'number'} | 5
          {'x-kubernetes-int-or-string':true} | '80%'
          {'type':'string','format':'date-time'} | '2026-01-02T03:04:05Z'
          {'type':'string','format':'nobody-knows'} | 'x'
          {'anyOf':[{'required':['b']},{'required':['c']}]} | {'c':1}
          """)
  void whatFitsIsLetThrough(String property, String value) {
    assertThat(faults(property, value)).isEmpty();
  }

  @Test
  void ofSeveralAlternativesTheBestFailureIsToldOf() {
    assertThat(
            faults(
                "{'anyOf':[{'required':['b']},{'required':['c'],'properties':{'x':{'minimum':3}}}]}",
                "{'x':1}"))
        .first()
        .isEqualTo("<nil>: Invalid value: \"\": \"a\" must validate at least one schema (anyOf)");
  }

  @Test
  void whatStaysAsItWasIsNotCheckedAgain() {
    ValueSchema schema =
        ValueSchema.of(
            json(
                "{'type':'object','properties':{'a':{'type':'string','maxLength':1},"
                    + "'b':{'type':'integer','maximum':1}}}"));

    assertThat(
            schema
                .checkChange(json("{'a':'long','b':2}"), json("{'a':'long','b':1}"), FieldPath.ROOT)
                .stream()
                .map(FieldError::field))
        .containsExactly("b");
  }
}

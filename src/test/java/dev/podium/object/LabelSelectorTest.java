package dev.podium.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectorTest {
  private static final Map<String, String> CART =
      Map.of("app", "cart", "version", "2", "empty", "", "in", "x", "e.x/y", "z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                      | true
          app=cart                | true
          app==cart               | true
          app=mail                | false
          app!=mail               | true
          none!=mail              | true
          app in (cart, mail)     | true
          app notin (cart)        | false
          none notin (cart)       | true
          app                     | true
          !app                    | false
          !none                   | true
          version>1               | true
          version > 2             | false
          version<3               | true
          app>1                   | false
          none<1                  | false
          empty=                  | true
          app=                    | false
          empty in ()             | true
          app in (,)              | false
          in in (x)               | true
          in=x,notin!=y           | true
          app=cart,version=2      | true
          app=cart,version=1      | false
          e.x/y=z                 | true
          """)
  void everyRequirementMustHold(String selector, boolean matches) {
    assertThat(LabelSelector.parse(selector).matches(CART)).isEqualTo(matches);
    assertThat(LabelSelector.parse(selector).matches(JsonObject.of(CART))).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          z=1,a=2                    | a=2,z=1
          app in ( b , a ),!x        | app in (a,b),!x
          x==y,n>1,m<2, k            | k,m<2,n>1,x==y
          a notin ()                 | a notin ()
          a in (b,,c)                | a in (,b,c)
          """)
  void printsRequirementsByKeyAndValuesInOrder(String selector, String canonical) {
    assertThat(LabelSelector.parse(selector)).hasToString(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          app in (web     | unable to parse requirement: found '', expected: ',' or ')'
          app=web=x       | found '=', expected: ',' or 'end of string'
          =x              | found '=', expected: !, identifier, or 'end of string'
          a b             | unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt
          app=bad value!  | found 'value', expected: ',' or 'end of string'
          n>x             | unable to parse requirement: values[0]: Invalid value: "x": for 'Gt', 'Lt' operators, the value must be an integer
          ,               | found ',', expected: !, identifier, or 'end of string'
          app,,tier       | found ',', expected: identifier after ','
          n===0           | unable to parse requirement: found '=', expected: identifier
          app=(cart       | unable to parse requirement: found '(', expected: identifier
          a in b          | unable to parse requirement: found 'b' expected: '('
          a in (=         | unable to parse requirement: found '=', expected: ',', ')' or identifier
          a in (b=        | unable to parse requirement: found '=', expected: ',' or ')'
          a in (,=        | unable to parse requirement: found '=', expected: ',', or identifier
          !               | unable to parse requirement: found '', expected: identifier
          !a b            | found 'b', expected: ',' or 'end of string'
          a!b             | unable to parse requirement: found '!', expected: in, notin, =, ==, !=, gt, lt
          a=b!            | found '!', expected: ',' or 'end of string'
          """)
  void refusesInUpstreamsWords(String selector, String message) {
    assertThatThrownBy(() -> LabelSelector.parse(selector))
        .isInstanceOf(ApiException.class)
        .hasMessage(message);
  }

  @Test
  void aKeyIsCheckedBeforeTheRest() {
    assertThatThrownBy(() -> LabelSelector.parse("-x=y"))
        .hasMessage(
            "unable to parse requirement: <nil>: Invalid value: \"-x\": name part must consist of"
                + " alphanumeric characters, '-', '_' or '.', and must start and end with an"
                + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex"
                + " used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')");
    assertThatThrownBy(() -> LabelSelector.parse("k".repeat(64)))
        .hasMessage(
            "unable to parse requirement: <nil>: Invalid value: \""
                + "k".repeat(64)
                + "\": name part must be no more than 63 bytes");
  }

  @Test
  void aValueNamesTheKeyInItsPath() {
    assertThatThrownBy(() -> LabelSelector.parse("app=b@d"))
        .hasMessageStartingWith(
            "unable to parse requirement: values[0][app]: Invalid value: \"b@d\": a valid label");
  }

  @Test
  void readsLabelSelectorsOfTheApi() {
    LabelSelector selector =
        LabelSelector.ofJson(
            Json.parseObject(
                """
                {"matchLabels": {"tier": "web", "app": "cart"}, "matchExpressions": [
                 {"key": "env", "operator": "In", "values": ["prod", "dev"]},
                 {"key": "old", "operator": "DoesNotExist"},
                 {"key": "b", "operator": "Exists"},
                 {"key": "c", "operator": "NotIn", "values": ["x"]}]}
                """));
    assertThat(selector).hasToString("app=cart,b,c notin (x),env in (dev,prod),!old,tier=web");
  }

  @Test
  void anEmptySelectorMeansEverythingAndAMissingOneNothing() {
    assertThat(LabelSelector.ofJson(JsonObject.EMPTY).matchesEverything()).isTrue();
    assertThat(LabelSelector.ofJson(Optional.of(JsonObject.EMPTY)).matches(CART)).isTrue();
    assertThat(LabelSelector.ofJson(Optional.empty()).matchesNothing()).isTrue();
    assertThat(LabelSelector.NOTHING.matches(CART)).isFalse();
    assertThat(LabelSelector.ofLabels(Map.of()).matchesEverything()).isTrue();
  }

  @Test
  void readsPlainMaps() {
    LabelSelector selector = LabelSelector.ofLabels(Map.of("b", "2", "a", "1"));
    assertThat(selector).hasToString("a=1,b=2");
    assertThat(selector.matches(Map.of("a", "1", "b", "2", "c", "3"))).isTrue();
    assertThat(selector.matches(Map.of("a", "1"))).isFalse();
  }

  @Test
  void tellsTheOnlyValueALabelMayHave() {
    LabelSelector selector = LabelSelector.parse("a=1,b in (2),c in (3,4),d!=5");
    assertThat(selector.requiredValue("a")).contains("1");
    assertThat(selector.requiredValue("b")).contains("2");
    assertThat(selector.requiredValue("c")).isEmpty();
    assertThat(selector.requiredValue("d")).isEmpty();
  }
}

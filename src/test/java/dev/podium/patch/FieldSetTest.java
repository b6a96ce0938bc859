package dev.podium.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldSetTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'f:b':{},'f:a':{}}|{'f:a':{},'f:b':{}}",
        "{'v:1':{},'i:0':{},'k:{\"n\":1}':{},'f:z':{}}|{'f:z':{},'k:{\"n\":1}':{},'v:1':{},'i:0':{}}",
        "{'k:{\"protocol\":\"TCP\",\"port\":80}':{'f:a':{},'.':{}}}|{'k:{\"port\":80,\"protocol\":\"TCP\"}':{'.':{},'f:a':{}}}",
        "{'k:{\"port\":443}':{},'k:{\"port\":80}':{}}|{'k:{\"port\":80}':{},'k:{\"port\":443}':{}}",
        "{'v:\"b\"':{},'v:\"a\"':{},'v:2':{},'v:10':{}}|{'v:2':{},'v:10':{},'v:\"a\"':{},'v:\"b\"':{}}",
      })
  void aSetThatIsReadStandsInOrder(String sent, String ordered) {
    assertThat(FieldSet.parse(json(sent)).orElseThrow().tree().toString())
        .isEqualTo(json(ordered).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{'f:a':1}", "{'x:a':{}}", "{'a':{}}", "{'k:[]':{}}", "{'v:':{}}", "{'i:x':{}}"})
  void whatIsNoSetIsNotRead(String sent) {
    assertThat(FieldSet.parse(json(sent))).isEmpty();
  }

  @Test
  void pathsAreShownAsMessagesHaveThem() {
    FieldSet set =
        set(
            "{'f:spec':{'f:ports':{'k:{\"port\":80,\"protocol\":\"TCP\"}':{'f:name':{}}},'f:set':{'v:\"a\"':{}}}}");

    assertThat(set.paths().stream().map(FieldSet::shown))
        .containsExactly(".spec.ports[port=80,protocol=\"TCP\"].name", ".spec.set[=\"a\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // a parent without its child is a parent, a child without its parent stays
        "{'f:a':{'.':{},'f:b':{}}}|{'f:a':{'f:b':{}}}|{'f:a':{}}",
        "{'f:a':{'.':{},'f:b':{}}}|{'f:a':{}}|{'f:a':{'f:b':{}}}",
        "{'f:a':{'f:b':{}}}|{'f:a':{'f:b':{}}}|{}",
        "{'f:a':{},'f:b':{}}|{'f:c':{}}|{'f:a':{},'f:b':{}}",
      })
  void differenceIsOfMembers(String a, String b, String expected) {
    assertThat(set(a).difference(set(b)).tree().toString()).isEqualTo(json(expected).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'f:a':{'.':{},'f:b':{}}}|{'f:a':{}}|{}",
        "{'f:a':{'f:b':{'f:c':{}},'f:d':{}}}|{'f:a':{'f:b':{}}}|{'f:a':{'f:d':{}}}",
      })
  void recursiveDifferenceTakesWhatIsBelowToo(String a, String b, String expected) {
    assertThat(set(a).recursiveDifference(set(b)).tree()).isEqualTo(json(expected));
  }

  @Test
  void nothingChangesWhereNothingIsToChange() {
    FieldSet set = set("{'f:a':{'.':{},'f:b':{}},'k:{\"n\":1}':{'f:c':{}}}");

    assertThat(set.union(set("{'f:a':{'f:b':{}}}"))).isSameAs(set);
    assertThat(set.difference(set("{'f:x':{}}"))).isSameAs(set);
  }

  @Test
  void setsObeyTheLawsOfSets() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      FieldSet a = random(random);
      FieldSet b = random(random);
      FieldSet c = random(random);

      assertThat(members(a.union(b))).isEqualTo(union(members(a), members(b)));
      assertThat(a.union(b)).isEqualTo(b.union(a));
      assertThat(a.union(b).union(c)).isEqualTo(a.union(b.union(c)));
      assertThat(a.union(a)).isEqualTo(a);
      assertThat(a.intersection(b)).isEqualTo(b.intersection(a));
      assertThat(a.difference(b).union(a.intersection(b))).isEqualTo(a);
      assertThat(a.difference(b).intersection(b).isEmpty()).isTrue();
      assertThat(a.difference(a).isEmpty()).isTrue();
      assertThat(members(a)).containsAll(members(a.leaves()));
      assertThat(FieldSet.parse(a.union(b).tree()).orElseThrow().tree().toString())
          .isEqualTo(a.union(b).tree().toString());
    }
  }

  private static Set<List<String>> union(Set<List<String>> a, Set<List<String>> b) {
    Set<List<String>> all = new HashSet<>(a);
    all.addAll(b);
    return all;
  }

  private static Set<List<String>> members(FieldSet set) {
    return new HashSet<>(set.paths());
  }

  private static FieldSet random(Random random) {
    String[] steps = {"f:a", "f:b", "k:{\"n\":1}", "k:{\"n\":20}", "v:\"x\"", "i:3"};
    FieldSet set = FieldSet.EMPTY;
    for (int i = random.nextInt(6); i > 0; i--) {
      List<String> path = new ArrayList<>();
      for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
        path.add(steps[random.nextInt(steps.length)]);
      }
      set = set.with(path);
    }
    return set;
  }

  private static FieldSet set(String text) {
    return FieldSet.parse(json(text)).orElseThrow();
  }

  private static JsonObject json(String text) {
    String quoted = text.replace("\"", "\\\"").replace('\'', '"');
    return Json.parseObject(quoted);
  }
}

package dev.podium.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OwnableTest {
  private static final Ownable RESIZE =
      Ownable.only("spec.containers.*.resources", "spec.containers.*.resizePolicy");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{'f:metadata':{'f:labels':{'f:a':{}}}} | {}",
        "{'f:spec':{'f:nodeName':{}}} | {}",
        "{'f:spec':{'f:containers':{'k:{name:c}':{'f:image':{}}}}} | {}",
        """
        {'f:spec':{'f:containers':{'k:c':{'.':{},'f:image':{},'f:resources':{'f:limits':{}}}}}} \
        | {'f:spec':{'f:containers':{'k:c':{'.':{},'f:resources':{'f:limits':{}}}}}}\
        """,
        """
        {'f:spec':{'f:containers':{'.':{},'k:c':{'.':{},'f:image':{}}}}} \
        | {'f:spec':{'f:containers':{'.':{},'k:c':{}}}}\
        """,
      })
  void onlyTheNamedFieldsAndTheStepsToThemAreOwned(String fields, String owned) {
    assertThat(RESIZE.among(set(fields))).isEqualTo(set(owned));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{'f:spec':{'.':{},'f:a':{}},'f:status':{'f:b':{}}} | {'f:status':{'f:b':{}}}",
        "{'f:metadata':{'f:labels':{'.':{},'f:a':{}},'f:finalizers':{}}} | {'f:metadata':{'f:finalizers':{}}}",
      })
  void excludedFieldsAndThoseBelowThemAreNot(String fields, String owned) {
    assertThat(Ownable.except("spec", "metadata.labels").among(set(fields))).isEqualTo(set(owned));
  }

  private static FieldSet set(String text) {
    return new FieldSet(Json.parseObject(text.replace('\'', '"')));
  }
}

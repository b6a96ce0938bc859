package dev.podium.web.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.object.ApiException;
import dev.podium.object.GroupVersionKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NegotiationTest {
  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

  private static Negotiation accept(String header) {
    return new Negotiation(header, Optional.empty(), "test/1", true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|JSON",
        "*/*|JSON",
        "application/*|JSON",
        "application/yaml|YAML",
        "text/html, application/json;q=0.8|JSON",
        "application/json;q=0.5, application/yaml|YAML",
        "application/vnd.kubernetes.protobuf, application/json|PROTOBUF",
        "application/vnd.kubernetes.protobuf;as=Table;g=meta.k8s.io;v=v1, application/json|JSON",
        "application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;g=meta.k8s.io;v=v1|PROTOBUF",
        "*/*, application/yaml|YAML"
      })
  void theBestClauseThatCanBeServedDecides(String header, Encoding encoding) {
    assertThat(accept(header).object().encoding()).isEqualTo(encoding);
  }

  @Test
  void objectsWithoutAProtobufFormAreJson() {
    String header = "application/vnd.kubernetes.protobuf, application/json";
    Negotiation custom = new Negotiation(header, Optional.empty(), "test/1", false);
    assertThat(custom.object().encoding()).isEqualTo(Encoding.JSON);
  }

  @Test
  void theFirstKnownTransformationWins() {
    Negotiated form =
        accept("application/json;as=Chart;v=v1;g=meta.k8s.io," + TABLE + ",application/json")
            .object();
    assertThat(form.as()).contains(new GroupVersionKind("meta.k8s.io", "v1", "Table"));
  }

  @Test
  void anUnknownTransformationAloneIsNotAcceptable() {
    assertThatThrownBy(() -> accept("application/json;as=Table;v=v9;g=meta.k8s.io").object())
        .hasMessage(
            "only the following media types are accepted: application/json, application/yaml,"
                + " application/vnd.kubernetes.protobuf");
  }

  @Test
  void errorsAreNeverTransformed() {
    assertThat(accept(TABLE).plain()).isEmpty();
    assertThat(accept(TABLE + ",application/json").plain()).contains(Negotiated.JSON);
  }

  @Test
  void aWatchCannotBeYaml() {
    assertThatThrownBy(() -> accept("application/yaml").stream())
        .isInstanceOf(ApiException.class)
        .hasMessageEndingWith(
            "application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch");
    assertThat(accept("application/json;stream=watch").stream()).isEqualTo(Negotiated.JSON);
  }

  @Test
  void theFirstLookComparesLetters() {
    accept("application/json;as=Nonsense").requireOneOf(Encoding.OBJECT_TYPES);
    accept("text/html, */*").requireOneOf(Encoding.OBJECT_TYPES);
    assertThatThrownBy(() -> accept("application/*").requireOneOf(Encoding.OBJECT_TYPES))
        .hasMessageStartingWith(
            "406: Not Acceptable\n\nAvailable representations: application/json");
  }

  @ParameterizedTest
  @CsvSource({"true,x/1,true", "1,x/1,true", "false,curl/8,false", "yes,curl/8,false"})
  void prettyIsAParameterBeforeItIsAHabit(String pretty, String agent, boolean indented) {
    assertThat(new Negotiation("", Optional.of(pretty), agent, true).object().pretty())
        .isEqualTo(indented);
  }

  @ParameterizedTest
  @CsvSource({"curl/8.5,true", "Mozilla/5.0 (X11),true", "Wget/1.2,true", "kubectl/v1.36,false"})
  void peopleGetIndentedText(String agent, boolean indented) {
    assertThat(new Negotiation("", Optional.empty(), agent, true).object().pretty())
        .isEqualTo(indented);
  }

  @Test
  void aWatchThatListsIsNeverATable() {
    assertThatThrownBy(() -> accept(TABLE).streamWithoutTable())
        .hasMessageStartingWith("only the following media types are accepted");
    assertThat(accept(TABLE + ",application/json").streamWithoutTable().as()).isEmpty();
  }
}

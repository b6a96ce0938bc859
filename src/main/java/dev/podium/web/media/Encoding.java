package dev.podium.web.media;

/// The forms that an object is read and written in, the one that nobody need ask for first.
///
/// A further one is a constant here, a case in [AnswerWriter] and one where bodies are read.
public enum Encoding {
  JSON("json", true),
  YAML("yaml", false),
  /// Of built-in kinds only.
  PROTOBUF("vnd.kubernetes.protobuf", true);

  /// What upstream's refusals name, whether it is there or not.
  public static final String OBJECT_TYPES =
      "application/json, application/yaml, application/vnd.kubernetes.protobuf";

  public static final String STREAM_TYPES =
      "application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch";

  private final String subtype;
  private final boolean streams;

  Encoding(String subtype, boolean streams) {
    this.subtype = subtype;
    this.streams = streams;
  }

  String subtype() {
    return subtype;
  }

  public String mediaType() {
    return "application/" + subtype;
  }

  /// Whether a watch can be written in it.
  boolean streams() {
    return streams;
  }
}

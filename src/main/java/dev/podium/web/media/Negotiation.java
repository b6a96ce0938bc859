package dev.podium.web.media;

import dev.podium.object.ApiException;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/// Finds the form of an answer from what a client accepts.
///
/// Upstream: apiserver's endpoints/handlers/negotiation/negotiate.go, in front of which go-restful
/// compares media types by their letters (Route.matchesAccept); so there are two wordings of 406.
public final class Negotiation {
  private static final String META = "meta.k8s.io";

  private final String accept;
  private final boolean pretty;
  private final boolean hasProtobuf;

  /// @param accept the header, empty where there is none
  /// @param pretty the `pretty` parameter, empty where there is none
  /// @param hasProtobuf whether the objects in question have a protobuf form
  public Negotiation(
      String accept, Optional<String> pretty, String userAgent, boolean hasProtobuf) {
    this.accept = accept;
    this.hasProtobuf = hasProtobuf;
    this.pretty =
        pretty
            .filter(value -> !value.isEmpty())
            .map(Negotiation::isTrue)
            .orElseGet(() -> isRead(userAgent));
  }

  /// As Go's strconv.ParseBool, whose errors count as no.
  private static boolean isTrue(String value) {
    return List.of("1", "t", "T", "TRUE", "true", "True").contains(value);
  }

  /// Browsers and command line tools get what people can read.
  private static boolean isRead(String userAgent) {
    return userAgent.startsWith("curl")
        || userAgent.startsWith("Wget")
        || userAgent.startsWith("Mozilla/5.0");
  }

  /// For objects that may be turned into tables and partial metadata.
  public Negotiated object() {
    return find(this::shows).orElseThrow(() -> unacceptable(Encoding.OBJECT_TYPES));
  }

  /// For what has no table, as what nobody stores.
  public Negotiated objectWithoutTable() {
    return find(this::showsWithoutTable).orElseThrow(() -> unacceptable(Encoding.OBJECT_TYPES));
  }

  private boolean showsWithoutTable(Encoding encoding, Optional<GroupVersionKind> target) {
    return shows(encoding, target) && target.stream().noneMatch(as -> as.kind().equals("Table"));
  }

  /// For what is never turned into something else, such as discovery and errors.
  public Optional<Negotiated> plain() {
    return find((_, target) -> target.isEmpty());
  }

  public Negotiated requirePlain() {
    return plain().orElseThrow(() -> unacceptable(Encoding.OBJECT_TYPES));
  }

  /// For one document that has a group, version and kind of its own.
  public Optional<Negotiated> document(List<GroupVersionKind> kinds) {
    return find((encoding, target) ->
        target.map(kind -> encoding != Encoding.PROTOBUF && kinds.contains(kind)).orElse(true));
  }

  /// For a watch.
  public Negotiated stream() {
    return stream(this::shows);
  }

  /// For a watch that begins with all that is there, which is never a table.
  public Negotiated streamWithoutTable() {
    objectWithoutTable();
    return stream(this::showsWithoutTable);
  }

  private Negotiated stream(BiPredicate<Encoding, Optional<GroupVersionKind>> allowed) {
    return find(allowed)
        .filter(negotiated -> negotiated.encoding().streams())
        .orElseThrow(() -> unacceptable(Encoding.STREAM_TYPES));
  }

  private boolean shows(Encoding encoding, Optional<GroupVersionKind> target) {
    return target
        .map(kind -> transforms(encoding, kind))
        .orElse(encoding != Encoding.PROTOBUF || hasProtobuf);
  }

  private static boolean transforms(Encoding encoding, GroupVersionKind target) {
    if (!target.group().equals(META)
        || !(target.version().equals("v1") || target.version().equals("v1beta1"))) {
      return false;
    }
    return switch (target.kind()) {
      case "Table" -> encoding != Encoding.PROTOBUF;
      case "PartialObjectMetadata", "PartialObjectMetadataList" -> true;
      default -> false;
    };
  }

  private static ApiException unacceptable(String types) {
    return ApiException.notAcceptable("only the following media types are accepted: " + types);
  }

  private Optional<Negotiated> find(BiPredicate<Encoding, Optional<GroupVersionKind>> allowed) {
    if (accept.isEmpty()) {
      return Optional.of(new Negotiated(Encoding.JSON, pretty, Optional.empty()));
    }
    for (AcceptClause clause : AcceptClause.parse(accept)) {
      for (Encoding encoding : Encoding.values()) {
        Optional<GroupVersionKind> as = target(clause);
        boolean fits =
            clause.covers(encoding)
                && allowed.test(encoding, as)
                && streamFits(clause, encoding)
                && clause.parameter("sv").isEmpty();
        if (fits) {
          return Optional.of(
              new Negotiated(encoding, pretty || clause.parameter("pretty").equals("1"), as));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean streamFits(AcceptClause clause, Encoding encoding) {
    String stream = clause.parameter("stream");
    return stream.isEmpty() || (stream.equals("watch") && encoding.streams());
  }

  private static Optional<GroupVersionKind> target(AcceptClause clause) {
    boolean given =
        List.of("as", "g", "v").stream().anyMatch(name -> clause.parameters().containsKey(name));
    return given
        ? Optional.of(
            new GroupVersionKind(
                clause.parameter("g"), clause.parameter("v"), clause.parameter("as")))
        : Optional.empty();
  }

  /// The first look at the header, which compares letters only.
  ///
  /// @param produced what the path can answer
  public void requireOneOf(String produced) {
    if (accept.isEmpty()) {
      return;
    }
    List<String> types = List.of(produced.split(", "));
    for (String part : accept.split(",", -1)) {
      int parameters = part.indexOf(';');
      String type = (parameters < 0 ? part : part.substring(0, parameters)).strip();
      if (type.equals("*/*") || types.contains(type)) {
        return;
      }
    }
    throw ApiException.of(
        406,
        "NotAcceptable",
        "406: Not Acceptable\n\nAvailable representations: " + produced,
        JsonObject.EMPTY);
  }
}

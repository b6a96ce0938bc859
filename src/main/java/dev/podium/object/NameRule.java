package dev.podium.object;

import java.util.List;
import java.util.function.Function;

/// What objects of a kind may be called (upstream's ValidateNameFunc).
@FunctionalInterface
public interface NameRule {
  /// The rule of most kinds (NameIsDNSSubdomain).
  NameRule SUBDOMAIN = of(NameFormats::dns1123Subdomain);

  /// NameIsDNSLabel.
  NameRule LABEL = of(NameFormats::dns1123Label);

  /// NameIsDNS1035Label.
  NameRule RFC_1035_LABEL = of(NameFormats::dns1035Label);

  /// Anything that can stand in a path (path.ValidatePathSegmentName).
  NameRule PATH_SEGMENT =
      (name, prefix) ->
          prefix ? NameFormats.pathSegmentPrefix(name) : NameFormats.pathSegment(name);

  /// What is wrong with a name, in upstream's words; nothing where it may be used.
  ///
  /// @param prefix whether it is a `generateName`, behind which letters will follow
  List<String> problems(String name, boolean prefix);

  /// A rule by a format; a dash at the end of a prefix does not count (maskTrailingDash).
  static NameRule of(Function<String, List<String>> format) {
    return (name, prefix) ->
        format.apply(
            prefix && name.length() > 1 && name.endsWith("-")
                ? name.substring(0, name.length() - 2) + "a"
                : name);
  }
}

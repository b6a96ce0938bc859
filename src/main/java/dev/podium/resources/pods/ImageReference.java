package dev.podium.resources.pods;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parts of an image's name that defaulting looks at.
///
/// Upstream: pkg/util/parsers/parsers.go (ParseImageName), after the grammar of
/// github.com/distribution/reference.
record ImageReference(String tag, String digest) {
  static final String LATEST = "latest";

  private static final String HOST_PART = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
  private static final String HOST =
      "(?:" + HOST_PART + "(?:\\." + HOST_PART + ")*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?";
  private static final String PATH_PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?:(?<host>"
              + HOST
              + ")/)?(?<path>"
              + PATH_PART
              + "(?:/"
              + PATH_PART
              + ")*)(?::(?<tag>\\w[\\w.-]{0,127}))?"
              + "(?:@(?<digest>(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})))?");
  private static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");
  private static final int LONGEST_NAME = 255;

  /// What no image can be called has no tag either.
  private static final ImageReference UNREADABLE = new ImageReference("", "");

  /// Reads `registry:5000/name:tag@sha256:…`; the tag is `latest` where neither it nor a digest is
  /// given.
  static ImageReference parse(String image) {
    Matcher matcher = REFERENCE.matcher(image);
    if (!matcher.matches()
        || IDENTIFIER.matcher(image).matches()
        || matcher.end("path") > LONGEST_NAME) {
      return UNREADABLE;
    }
    String tag = text(matcher, "tag");
    String digest = text(matcher, "digest");
    return new ImageReference(tag.isEmpty() && digest.isEmpty() ? LATEST : tag, digest);
  }

  private static String text(Matcher matcher, String group) {
    return matcher.start(group) < 0 ? "" : matcher.group(group);
  }

  /// When an image is pulled unless the user says so: always where it may change under its name.
  String defaultPullPolicy() {
    return tag.equals(LATEST) ? "Always" : "IfNotPresent";
  }
}

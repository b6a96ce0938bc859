package dev.podium.web.api;

import dev.podium.object.ApiException;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GoText;
import dev.podium.registry.ContinueToken;
import dev.podium.registry.ListQuery;
import dev.podium.registry.ListQuery.Version;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Selection;
import dev.podium.registry.WatchQuery;
import dev.podium.web.QueryString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// ListOptions, which lists, watches and deletions of collections have in the query.
///
/// Upstream: apimachinery/pkg/apis/meta/internalversion, there validation/validation.go and
/// defaults.go; apiserver's storage (ValidateListOptions) for versions.
record ListOptions(
    Selection selection,
    long limit,
    String continueToken,
    String resourceVersion,
    String versionMatch,
    Optional<Long> timeoutSeconds,
    Optional<Boolean> sendInitialEvents,
    boolean bookmarks) {
  private static final String NOT_OLDER = "NotOlderThan";

  static ListOptions ofList(ResourceDefinition definition, QueryString query) {
    ListOptions options = parse(definition, query);
    List<FieldError> errors = new ArrayList<>();
    options.checkList(errors);
    WriteOptions.refuse("ListOptions", errors);
    return options;
  }

  static ListOptions ofWatch(ResourceDefinition definition, QueryString query) {
    ListOptions options = parse(definition, query).withDefaultsOfWatch();
    List<FieldError> errors = new ArrayList<>();
    options.checkWatch(errors);
    WriteOptions.refuse("ListOptions", errors);
    return options;
  }

  private static ListOptions parse(ResourceDefinition definition, QueryString query) {
    Optional<Long> timeout = Parameters.integer(query, "timeoutSeconds");
    long limit = Parameters.integer(query, "limit").orElse(0L);
    return new ListOptions(
        Selections.parse(definition, query),
        limit,
        query.first("continue"),
        query.first("resourceVersion"),
        query.first("resourceVersionMatch"),
        timeout,
        Parameters.flag(query, "sendInitialEvents"),
        query.flag("allowWatchBookmarks"));
  }

  /// A watch from nowhere in particular has always begun with what there is.
  private ListOptions withDefaultsOfWatch() {
    boolean fromAnywhere = resourceVersion.isEmpty() || resourceVersion.equals("0");
    if (sendInitialEvents.isPresent() || !versionMatch.isEmpty() || !fromAnywhere) {
      return this;
    }
    return new ListOptions(
        selection,
        limit,
        continueToken,
        resourceVersion,
        NOT_OLDER,
        timeoutSeconds,
        Optional.of(true),
        bookmarks);
  }

  private void checkList(List<FieldError> errors) {
    if (!versionMatch.isEmpty()) {
      if (resourceVersion.isEmpty()) {
        forbid(errors, "resourceVersionMatch is forbidden unless resourceVersion is provided");
      }
      if (!continueToken.isEmpty()) {
        forbid(errors, "resourceVersionMatch is forbidden when continue is provided");
      }
      if (!versionMatch.equals("Exact") && !versionMatch.equals(NOT_OLDER)) {
        unsupported(errors, List.of("Exact", NOT_OLDER, ""));
      }
      if (versionMatch.equals("Exact") && resourceVersion.equals("0")) {
        forbid(errors, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
      }
    }
    if (sendInitialEvents.isPresent()) {
      errors.add(
          FieldError.forbidden(
              FieldPath.of("sendInitialEvents"), "sendInitialEvents is forbidden for list"));
    }
  }

  private void checkWatch(List<FieldError> errors) {
    if (sendInitialEvents.isPresent() && !versionMatch.equals(NOT_OLDER)) {
      forbid(errors, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    }
    if (versionMatch.isEmpty()) {
      return;
    }
    if (sendInitialEvents.isEmpty()) {
      forbid(
          errors,
          "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
    }
    if (!versionMatch.equals(NOT_OLDER)) {
      unsupported(errors, List.of(NOT_OLDER));
    }
    if (!continueToken.isEmpty()) {
      forbid(errors, "resourceVersionMatch is forbidden when continue is provided");
    }
  }

  private static void forbid(List<FieldError> errors, String why) {
    errors.add(FieldError.forbidden(FieldPath.of("resourceVersionMatch"), why));
  }

  private void unsupported(List<FieldError> errors, List<String> supported) {
    errors.add(
        FieldError.notSupported(FieldPath.of("resourceVersionMatch"), versionMatch, supported));
  }

  ListQuery listQuery() {
    if (!continueToken.isEmpty()) {
      ContinueToken.decode(continueToken);
      if (!resourceVersion.isEmpty() && !resourceVersion.equals("0")) {
        throw ApiException.badRequest(
            "specifying resource version is not allowed when using continue");
      }
      return new ListQuery(selection, limit, Optional.of(continueToken), new Version.Newest());
    }
    return new ListQuery(selection, limit, Optional.empty(), version());
  }

  private Version version() {
    if (resourceVersion.isEmpty()) {
      return new Version.Newest();
    }
    OptionalLong given = revision(resourceVersion);
    if (given.isEmpty()) {
      throw ApiException.badRequest("invalid resource version: " + noRevision(resourceVersion));
    }
    long revision = given.getAsLong();
    // The old way: a page of a version is that very version.
    boolean page = versionMatch.isEmpty() && limit > 0 && revision > 0;
    return versionMatch.equals("Exact") || page
        ? new Version.Exact(revision)
        : new Version.NotOlderThan(revision);
  }

  /// @param newest the present revision
  WatchQuery watchQuery(long newest) {
    long asked = resourceVersion.isEmpty() ? 0 : requireRevision(resourceVersion);
    boolean initial = sendInitialEvents.orElse(false);
    long after = asked == 0 && !initial ? newest : asked;
    return new WatchQuery(
        selection, after == 0 ? OptionalLong.empty() : OptionalLong.of(after), initial, bookmarks);
  }

  /// A version as a reader of the store understands it; what upstream's store says of another is no
  /// error of the API's, so the client sees a 500.
  static long requireRevision(String text) {
    return revision(text).orElseThrow(() -> ApiException.of(500, "", noRevision(text)));
  }

  private static OptionalLong revision(String text) {
    try {
      return text.matches("[0-9]+") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }

  private static String noRevision(String text) {
    String quoted = GoText.quote(text);
    return "resourceVersion: Invalid value: %s: strconv.ParseUint: parsing %s: %s"
        .formatted(
            quoted, quoted, text.matches("[0-9]+") ? "value out of range" : "invalid syntax");
  }
}

package dev.podium.schema.openapi;

import dev.podium.object.GroupVersion;

/// How operations and tags are named, from the verb, the group-version and the object (apiserver's
/// pkg/endpoints/openapi: GetOperationIDAndTagsFromRoute). Client generators make method names of
/// them.
final class OperationIds {
  private OperationIds() {}

  /// `listCoreV1NamespacedPod`
  static String id(String verb, GroupVersion groupVersion, String what) {
    return verb
        + camel(group(groupVersion), true)
        + camel(groupVersion.version(), true)
        + camel(what, true);
  }

  /// `core_v1`, `rbacAuthorization_v1`
  static String tag(GroupVersion groupVersion) {
    return camel(group(groupVersion), false) + '_' + camel(groupVersion.version(), false);
  }

  /// A group without the ending that all of Kubernetes' own have.
  static String group(GroupVersion groupVersion) {
    String group = groupVersion.group();
    if (group.isEmpty()) {
      return "core";
    }
    return group.endsWith(".k8s.io") ? group.substring(0, group.length() - 7) : group;
  }

  /// Leaves out everything but letters and digits, and writes what follows a gap with a capital.
  static String camel(String text, boolean capital) {
    StringBuilder id = new StringBuilder();
    boolean raise = capital;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isLetter(c) || c == '_' || (i > 0 && Character.isDigit(c))) {
        id.append(raise ? Character.toUpperCase(c) : c);
        raise = false;
      } else {
        raise = true;
      }
    }
    return id.toString();
  }

  /// A noun with its article, as apiserver's GetArticleForNoun has it.
  static String withArticle(String noun) {
    return ("AEIOUaeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
  }
}

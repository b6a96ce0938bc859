package dev.podium.auth.rbac;

import java.util.List;

/// What somebody may do.
///
/// @param problems roles that bindings name and that are not there
public record Rights(List<PolicyRule> rules, List<String> problems) {}

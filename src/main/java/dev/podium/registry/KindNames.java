package dev.podium.registry;

import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersionKind;
import java.util.List;

/// What a kind is called.
///
/// @param resource group and plural: how messages name it
record KindNames(
    GroupVersionKind kind,
    GroupResource resource,
    String singular,
    String listKind,
    List<String> shortNames,
    List<String> categories) {}

package dev.podium.registry;

import dev.podium.object.ApiObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One page of a list.
///
/// @param revision the state that it and all pages after it show
/// @param continueToken where the next page begins; empty on the last
/// @param remaining how many objects follow, where that is known
public record ObjectList(
    long revision, List<ApiObject> items, Optional<String> continueToken, OptionalLong remaining) {}

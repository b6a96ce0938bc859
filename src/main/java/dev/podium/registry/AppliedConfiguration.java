package dev.podium.registry;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.function.UnaryOperator;

/// What a server-side apply lays over an object.
///
/// @param config only what the applier cares for; never completed or defaulted
/// @param force whether fields are taken from others
/// @param decode makes a proper object of the merged one, as if it had been sent whole
public record AppliedConfiguration(
    JsonObject config, boolean force, UnaryOperator<ApiObject> decode) {}

package dev.podium.kubelet.program;

import dev.podium.kubelet.image.Image;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What a container is started with.
///
/// @param command the whole command line: the image's where the container says nothing else
/// @param ports that the container declares
/// @param interactive whether its standard input stays open
/// @param memoryLimit in bytes
public record Launch(
    Image image,
    List<String> command,
    Map<String, String> environment,
    String hostname,
    List<Integer> ports,
    boolean interactive,
    OptionalLong memoryLimit,
    Instant at) {}

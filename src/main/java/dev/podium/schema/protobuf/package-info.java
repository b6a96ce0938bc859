/// API objects in the protobuf form that Kubernetes' own clients prefer.
@NullMarked
package dev.podium.schema.protobuf;

import org.jspecify.annotations.NullMarked;

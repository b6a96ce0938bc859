@NullMarked
package dev.podium.schema.protobuf;

import org.jspecify.annotations.NullMarked;

/// NetworkPolicies, held against connections within the simulated network.
@NullMarked
package dev.podium.network.policy;

import org.jspecify.annotations.NullMarked;

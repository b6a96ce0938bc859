/// The API as control loops and kubelets see it: the pipeline of every verb, without the network.
@NullMarked
package dev.podium.client;

import org.jspecify.annotations.NullMarked;

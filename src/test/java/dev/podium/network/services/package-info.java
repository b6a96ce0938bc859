@NullMarked
package dev.podium.network.services;

import org.jspecify.annotations.NullMarked;

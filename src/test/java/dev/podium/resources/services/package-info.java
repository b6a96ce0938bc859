@NullMarked
package dev.podium.resources.services;

import org.jspecify.annotations.NullMarked;

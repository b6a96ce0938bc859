/// What a new cluster holds before anybody has asked for anything.
@NullMarked
package dev.podium.controllers.bootstrap;

import org.jspecify.annotations.NullMarked;

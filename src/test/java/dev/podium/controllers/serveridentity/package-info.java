@NullMarked
package dev.podium.controllers.serveridentity;

import org.jspecify.annotations.NullMarked;

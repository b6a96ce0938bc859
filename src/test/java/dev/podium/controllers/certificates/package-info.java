@NullMarked
package dev.podium.controllers.certificates;

import org.jspecify.annotations.NullMarked;

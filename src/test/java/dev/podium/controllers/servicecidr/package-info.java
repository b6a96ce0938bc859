@NullMarked
package dev.podium.controllers.servicecidr;

import org.jspecify.annotations.NullMarked;

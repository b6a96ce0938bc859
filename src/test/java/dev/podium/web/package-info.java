@NullMarked
package dev.podium.web;

import org.jspecify.annotations.NullMarked;

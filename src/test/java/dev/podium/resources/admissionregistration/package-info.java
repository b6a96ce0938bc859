@NullMarked
package dev.podium.resources.admissionregistration;

import org.jspecify.annotations.NullMarked;

/// Who serves which group and version, and whether it can be reached.
@NullMarked
package dev.podium.controllers.apiservices;

import org.jspecify.annotations.NullMarked;

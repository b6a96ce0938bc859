/// What becomes of requests for certificates: who approves them, who signs them, when they go.
@NullMarked
package dev.podium.controllers.certificates;

import org.jspecify.annotations.NullMarked;

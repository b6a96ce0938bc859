/// Tables: how objects look in `kubectl get`, decided by the server.
@NullMarked
package dev.podium.printing;

import org.jspecify.annotations.NullMarked;

/// What becomes of approved requests for certificates.
@NullMarked
package dev.podium.controllers.certificates;

import org.jspecify.annotations.NullMarked;

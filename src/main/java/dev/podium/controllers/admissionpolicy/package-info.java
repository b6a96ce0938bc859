/// What has been found out about admission policies.
@NullMarked
package dev.podium.controllers.admissionpolicy;

import org.jspecify.annotations.NullMarked;

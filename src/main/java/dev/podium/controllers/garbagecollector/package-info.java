/// Deletes what has no owner left, and holds back owners that wait for their dependents.
@NullMarked
package dev.podium.controllers.garbagecollector;

import org.jspecify.annotations.NullMarked;

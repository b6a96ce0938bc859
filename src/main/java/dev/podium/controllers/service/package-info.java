/// What a cloud does for Services of type LoadBalancer.
@NullMarked
package dev.podium.controllers.service;

import org.jspecify.annotations.NullMarked;

/// Images: what they are called, what is in them, and how a pull of them ends.
@NullMarked
package dev.podium.kubelet.image;

import org.jspecify.annotations.NullMarked;

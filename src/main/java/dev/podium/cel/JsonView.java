package dev.podium.cel;

/// A value that needs no conversion when it is handed on, so that nobody looks through it for that.
interface JsonView {
  Object json();
}

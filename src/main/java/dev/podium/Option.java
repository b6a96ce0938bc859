package dev.podium;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a property means, said once: `--help` prints it.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Option {
  String value();

  /// How the default reads where it is not one fixed value.
  String otherwise() default "";
}

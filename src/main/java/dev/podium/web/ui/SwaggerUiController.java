package dev.podium.web.ui;

import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Our own start of Swagger UI, in place of springdoc's: it lists the documents that `/openapi/v3`
/// lists, custom resources included, and fills in examples that the server accepts.
@RestController
@Hidden
class SwaggerUiController {
  @GetMapping(path = "/swagger-ui/swagger-initializer.js", produces = "text/javascript")
  Resource initializer() {
    return new ClassPathResource("ui/swagger-initializer.js");
  }

  @GetMapping(path = "/swagger-ui/examples.json", produces = "application/json")
  Resource examples() {
    return new ClassPathResource("ui/examples.json");
  }
}

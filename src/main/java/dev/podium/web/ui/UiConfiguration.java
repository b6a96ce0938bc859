package dev.podium.web.ui;

import dev.podium.auth.pki.ClusterIdentity;
import dev.podium.web.server.Listeners;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.webmvc.core.configuration.MultipleOpenApiSupportConfiguration;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springdoc.webmvc.ui.SwaggerConfig;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/// What the UI's context holds.
@Configuration(proxyBeanMethods = false)
@EnableWebMvc
@ImportAutoConfiguration({
  ConfigurationPropertiesAutoConfiguration.class,
  SpringDocConfiguration.class,
  SpringDocConfigProperties.class,
  SpringDocWebMvcConfiguration.class,
  MultipleOpenApiSupportConfiguration.class,
  SwaggerConfig.class,
  SwaggerUiConfigProperties.class,
  SwaggerUiOAuthProperties.class
})
class UiConfiguration {
  @Bean
  OpenAPI podiumApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Podium")
                .description("What Podium serves beside the Kubernetes API, to the local user."));
  }

  @Bean
  SwaggerUiController swaggerUiController() {
    return new SwaggerUiController();
  }

  @Bean
  KubeconfigController kubeconfigController(ClusterIdentity identity, Listeners listeners) {
    return new KubeconfigController(identity, listeners);
  }
}

# docker build -t podium .
# docker run -p 127.0.0.1:6443:6443 -p 127.0.0.1:8080:8080 podium
# curl -s localhost:8080/kubeconfig > kubeconfig

FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY openapi openapi
COPY src src
RUN --mount=type=cache,target=/var/cache/maven \
    ./mvnw -B -q package -Dmaven.test.skip -Dtraining.skip -Dmaven.repo.local=/var/cache/maven
RUN mkdir /app && cp target/podium.jar src/main/docker/ask /app/

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --create-home --home-dir /data podium
COPY --from=build /app /app
WORKDIR /app

# The same for the training run and for every later one, else the cache is left unused.
ENV JDK_JAVA_OPTIONS="-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xmx192m"

# Starts once, asks a few questions and ends: what that took is kept ready for the next start. The
# keys of this run are thrown away, for each container is to have its own.
RUN java -XX:AOTCacheOutput=podium.aot -jar podium.jar --podium.data-dir=/tmp/training & \
    until ./ask /readyz 2>/dev/null; do sleep 0.2; done; \
    for path in /api/v1/namespaces /apis /openapi/v3 /version; do ./ask $path; done; \
    kill $!; wait $!; rm -rf /tmp/training; test -f podium.aot

USER podium
ENV PODIUM_BIND=0.0.0.0 PODIUM_DATA_DIR=/data
VOLUME /data
EXPOSE 6443 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 CMD ["/app/ask", "/readyz"]
ENTRYPOINT ["java", "-XX:AOTCache=podium.aot", "-jar", "podium.jar"]

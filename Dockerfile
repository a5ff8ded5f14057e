# One image for every service: `sealbus run SERVICE`.
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN ./mvnw -q -B -DskipTests -Dspotless.check.skip -Dspotless.apply.skip -pl standalone -am package

FROM eclipse-temurin:25-jre
RUN useradd --system --create-home --home-dir /var/lib/sealbus sealbus
COPY --from=build /src/bin/sealbus /opt/sealbus/bin/sealbus
COPY --from=build /src/standalone/target/lib /opt/sealbus/lib
COPY --from=build /src/standalone/target/sealbus-standalone-*.jar /opt/sealbus/lib/
# Of the classes as they look when they have been read, so that each start is quick.
RUN /opt/sealbus/bin/sealbus warm-up
USER sealbus
WORKDIR /var/lib/sealbus
ENTRYPOINT ["/opt/sealbus/bin/sealbus"]
CMD ["up"]

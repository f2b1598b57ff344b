# syntax=docker/dockerfile:1
# Two images from one build: docker build --target cpu . and docker build --target cuda .
# The program is `bird`: `bird silo` runs a silo, and `bird keys`, `bird doctor` and the rest are at hand inside a pod.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0
# CUDA 13 and cuDNN 9 are what ONNX Runtime's CUDA provider is linked against; the node's driver must be of branch R580 or newer.
ARG CUDA_IMAGE=nvidia/cuda:13.0.2-cudnn-runtime-ubuntu24.04

FROM ${SDK_IMAGE} AS source
WORKDIR /source
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
COPY Directory.Build.props Directory.Build.targets Directory.Packages.props global.json ./
COPY eng eng
COPY src src
COPY priors priors

FROM source AS build-cpu
RUN dotnet publish src/Client -c Release -o /opt/bird -p:ContinuousIntegrationBuild=true

# ONNX Runtime's GPU package instead of the CPU package; the two exclude each other.
FROM source AS build-cuda
RUN dotnet publish src/Client -c Release -o /opt/bird -p:ContinuousIntegrationBuild=true -p:OrtFlavor=gpu

FROM ${RUNTIME_IMAGE} AS dotnet

FROM ${RUNTIME_IMAGE} AS cpu
LABEL org.opencontainers.image.title="BirD.Cluster" \
      org.opencontainers.image.description="Restores photo and film archives; CPU" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build-cpu /opt/bird /opt/bird
ENV PATH="/opt/bird:${PATH}" ORT_DISABLE_TELEMETRY=1
USER 1654:1654
WORKDIR /tmp
EXPOSE 8080 11111
# Without curl: the images have none, and nothing is installed that an attacker could use.
HEALTHCHECK --interval=15s --timeout=5s --start-period=120s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${BIRD_HTTP_PORT:-8080} && printf 'GET /health/live HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["/opt/bird/bird"]
CMD ["silo"]

FROM ${CUDA_IMAGE} AS cuda
LABEL org.opencontainers.image.title="BirD.Cluster" \
      org.opencontainers.image.description="Restores photo and film archives; CUDA" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
COPY --from=dotnet /usr/share/dotnet /usr/share/dotnet
COPY --from=build-cuda /opt/bird /opt/bird
ENV PATH="/opt/bird:${PATH}" ORT_DISABLE_TELEMETRY=1 DOTNET_ROOT=/usr/share/dotnet
USER 1654:1654
WORKDIR /tmp
EXPOSE 8080 11111
HEALTHCHECK --interval=15s --timeout=5s --start-period=600s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${BIRD_HTTP_PORT:-8080} && printf 'GET /health/live HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["/opt/bird/bird"]
CMD ["silo"]

# Slim, CPU only, without a root user. The data folder is the volume /data.
# The base image is named by its digest, so that a build is the same tomorrow; a newer one, for the fixes in it:
#   docker pull python:3.11-slim && docker image inspect --format '{{index .RepoDigests 0}}' python:3.11-slim
ARG BASE=python:3.11-slim@sha256:9c900dea9e8fb7e16277c179b555cc72d29a352dbc33cff48ad5a0412fd5bfc7

FROM ${BASE} AS build
WORKDIR /app
RUN python -m venv /venv
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY tools/setup.txt tools/without-torch.txt tools/
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r tools/setup.txt \
    && /venv/bin/uv pip install --no-cache --python /venv/bin/python --require-hashes --constraints constraints.txt \
        --overrides tools/without-torch.txt -r pyproject.toml --extra postgres --extra mcp
COPY bot bot
COPY ingest ingest
COPY knowledge knowledge
RUN /venv/bin/uv pip install --no-cache --python /venv/bin/python --no-deps --no-build-isolation .

FROM ${BASE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-eng tesseract-ocr-ind \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data pandu \
    && install -d -o pandu -g pandu /data
COPY --from=build /venv /venv
COPY tests/golden /golden
ENV PATH=/venv/bin:$PATH PANDU_DATA=/data PANDU_GOLDEN=/golden PANDU_HOST=0.0.0.0 PANDU_PORT=8000 PYTHONUNBUFFERED=1
USER pandu
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["sh", "-c", "pandu ingest --starter --publish && exec pandu serve"]

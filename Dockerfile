# Slim, CPU only, without a root user. The data folder is the volume /data.
FROM python:3.11-slim AS build
WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot bot
COPY ingest ingest
COPY knowledge knowledge
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir -c constraints.txt ".[postgres]"

FROM python:3.11-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-eng tesseract-ocr-ind \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data pandu \
    && install -d -o pandu -g pandu /data
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PANDU_DATA=/data PANDU_HOST=0.0.0.0 PANDU_PORT=8000 PYTHONUNBUFFERED=1
USER pandu
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["sh", "-c", "pandu ingest --starter --publish && exec pandu serve"]

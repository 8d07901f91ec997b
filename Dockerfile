# One image for every process of the Procfile; docs/operations.md says how they are started.
FROM python:3.12-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 VAR_DIR=/var/lib/citewell BIND=0.0.0.0:8000
WORKDIR /app
COPY requirements.txt constraints.txt ./
RUN pip install --no-cache-dir -r requirements.txt -c constraints.txt
COPY . .
RUN useradd --system --home-dir /var/lib/citewell --create-home citewell \
    # Collecting needs settings that load; these two secrets end with this line.
    && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
       DATA_KEYS="$(python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')" \
       python manage.py collectstatic --noinput --verbosity 0 \
    && chown -R citewell /var/lib/citewell
USER citewell
VOLUME /var/lib/citewell
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "--config", "gunicorn.conf.py", "cms.wsgi"]

#!/bin/sh
# While the image is made there is no database and no secret: collecting files needs neither, and
# the embedded setting asks for neither. Both settings name and compress the files alike.
set -eu
DJANGO_SETTINGS_MODULE=skyy.settings.embedded python manage.py collectstatic --noinput --verbosity 0
rm -f "$SKYY_DATA/secret_key"

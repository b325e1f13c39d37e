#!/bin/sh
# Starts Burr Desktop. A headless command needs no display and opens no web page, hence no page sandbox either
# (which root could not start with); everything else goes to the app as it is.
program="$(readlink -f "$0")-bin"
case "$1" in
  index | projects | runs | run | verify | snapshot | export | open | --export-diagnostics*)
    exec "$program" --no-sandbox --ozone-platform=headless --disable-gpu --log-level=3 "$@"
    ;;
esac
exec "$program" "$@"

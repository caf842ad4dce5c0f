"""make stop: stop the embedded PostgreSQL that `make setup` left running."""

from devenv import postgres
from devenv.problem import main

main(postgres.stop)

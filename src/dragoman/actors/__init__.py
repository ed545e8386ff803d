"""Who acts in the news: countries, bodies, persons and roles, loaded from data/actors.

Sources: ISO 3166-1 codes, PLOVER 0.8 sector codes (Table 5.2), CAMEO actor codes.
"""

from dragoman.actors.checks import check_actors
from dragoman.actors.index import (
    ActorMatch,
    Actors,
    NameForm,
    Sense,
    cameo_code,
    load_actors,
    office_on,
    read_actors,
)
from dragoman.actors.names import surnames
from dragoman.actors.rows import Body, Country, Office, Person, Role

__all__ = [
    "ActorMatch",
    "Actors",
    "Body",
    "Country",
    "NameForm",
    "Office",
    "Person",
    "Role",
    "Sense",
    "cameo_code",
    "check_actors",
    "load_actors",
    "office_on",
    "read_actors",
    "surnames",
]

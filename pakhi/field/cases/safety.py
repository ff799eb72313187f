"""How she lives now, the risk at home and in the place, and what happened to her."""

from __future__ import annotations

from pakhi.field.casework import Part, takes

takes("assessment", Part("assessment"))
takes("risk", Part("risk"))
takes("incident", Part("incident"))

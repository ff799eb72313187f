"""All journeys, in the order of the study."""

from tests.journeys.labour import CD, JJ, RE, SF
from tests.journeys.sex_trafficking import HELP, IM, PAT, WM
from tests.journeys.violence import AA, AN, IFC, KM, SH

JOURNEYS = (PAT, IM, WM, HELP, RE, CD, SF, JJ, AN, KM, IFC, SH, AA)

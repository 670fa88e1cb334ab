"""The numbers of an authority as a PDF to read and to pass round: every chart as sentence and table."""

import datetime as dt
from typing import IO

from django.http import QueryDict
from django.utils.translation import gettext as _

from caseapp.core.actors import Actor
from caseapp.core.pdf import render_pdf
from caseapp.core.policies import can
from caseapp.core.wording import figure
from caseapp.statistics import selectors


def write_paper(sink: IO[bytes], actor: Actor, query: QueryDict, *, made_at: dt.datetime, language: str) -> int:
    """Write the paper of a period; answers how many rows its tables have."""
    running = can(actor, "statistics.view_running")
    period = selectors.period_of(query.get("period", ""), running=running)
    charts = selectors.dashboard(actor, period)
    title = _("Numbers: %(period)s") % {"period": period.label}
    content = render_pdf(
        "numbers",
        data={
            "foot": title,
            "lead": _("Beside %(before)s. No complainant is in these numbers; small counts are withheld.")
            % {"before": period.before.label},
            "charts": [
                {
                    "title": chart.title,
                    "sentence": chart.sentence,
                    "head": [str(name) for name in chart.header],
                    "rows": [
                        [row.label, *(_("not shown") if number is None else figure(number) for number in row.figures)]
                        for row in chart.rows
                    ],
                    "notes": list(chart.notes),
                }
                for chart in charts
            ],
        },
        title=title,
        dated=made_at,
        language=language,
    )
    sink.write(content)
    return sum(len(chart.rows) for chart in charts)

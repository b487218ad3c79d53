"""How each figure comes about, and by which law or whose choice: what `?` says, on screen and as a footnote."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.message import N_


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of making a figure; `words` and `basis` are message ids."""

    id: str
    words: str
    basis: str


OWN = N_("The control room's own choice; set in the city file.")
REPORT = N_("Usual form of the daily revenue report.")
OF_SOURCE = N_("The agency's own figure, shown as it was sent.")
PP_69 = N_("PP 69/2010, milestones of the collection incentive: 15, 40, 75 and 100 % of the year's target.")
APBD = N_("The year's APBD and its revision.")
KLB = N_("Permenkes 1501/2010, criteria of an outbreak (KLB): twice the mean of the year before, or more.")
PERPRES_76 = N_("Targets of the city file; the outer limit is set by Perpres 76/2013.")

_ALL = (
    Rule("revenue.today", N_("Sum of what was realised on this day."), REPORT),
    Rule("revenue.to_date", N_("Sum of what was realised since 1 January. Days without a value are left out."), REPORT),
    Rule("revenue.target_original", N_("The year's target of the original budget (APBD murni)."), APBD),
    Rule("revenue.target_revised", N_("The year's target of the revised budget (APBD perubahan)."), APBD),
    Rule("revenue.target", N_("The target in force: the revised one counts from its own date on."), APBD),
    Rule("revenue.percent", N_("Realised to date in percent of the target in force, two decimals, half up."), REPORT),
    Rule("revenue.remainder", N_("Target in force less realised to date; negative is more than the target."), REPORT),
    Rule(
        "revenue.last_year",
        N_("Realised from 1 January of last year to the date of the last day that is over; 29 February as 28."),
        REPORT,
    ),
    Rule(
        "revenue.expected",
        N_(
            "Target in force times the share of the year's total that former years had at this place of the season: "
            "mean of up to three whole years, laid over each other by the PBB due day."
        ),
        OWN,
    ),
    Rule(
        "revenue.expected_linear",
        N_("Target in force times the part of the year that has passed: no whole former year is known."),
        OWN,
    ),
    Rule(
        "revenue.pace",
        N_("Realised by the last day that is over, divided by what is expected by then. Marks below 1.00, 0.95, 0.85."),
        OWN,
    ),
    Rule(
        "revenue.projection",
        N_(
            "Two estimates of the year's end, weighed by the share of the year that is in: realised divided by that "
            "share, and realised plus what the plan still holds. None below a share of 0.05 or after the year's end."
        ),
        OWN,
    ),
    Rule("revenue.by_curve", N_("Realised to date divided by the share former years had by now."), OWN),
    Rule("revenue.by_plan", N_("Realised to date and the part of the target that was planned for the rest."), OWN),
    Rule(
        "revenue.projection_sum",
        N_(
            "Sum of the kinds' projections; a kind below a share of 0.05 enters with what is realised and its plan. "
            "None below a share of 0.05 of the total or after the year's end."
        ),
        OWN,
    ),
    Rule("revenue.band", N_("Lowest and highest projection when each former year's curve is taken by itself."), OWN),
    Rule(
        "revenue.withdrawn",
        N_("Sum of the year's figures that the source no longer lists; missing from three whole readings in a row."),
        OWN,
    ),
    Rule("revenue.milestone", N_("Percent of the target in force at the end of the quarter."), PP_69),
    Rule("indicator.last", N_("The newest record's value."), OF_SOURCE),
    Rule("indicator.sum", N_("Sum of the newest period's records."), OF_SOURCE),
    Rule("indicator.mean", N_("Mean of the newest period's records."), OF_SOURCE),
    Rule("indicator.share", N_("In percent of the other indicator of the same period."), OF_SOURCE),
    Rule("indicator.target", N_("The target the city file gives this indicator."), OWN),
    Rule(
        "indicator.outbreak",
        N_("Twice the weekly mean of the 52 weeks before; at least eight of them must be known."),
        KLB,
    ),
    Rule("funds.ceiling", N_("The year's ceiling of the agency's response fund."), APBD),
    Rule("funds.committed", N_("Sum of the year's commitments, whether paid or not."), OF_SOURCE),
    Rule("funds.spent", N_("Sum of the year's payments."), OF_SOURCE),
    Rule(
        "funds.remaining",
        N_("Ceiling less commitments; where more was paid than committed, less what was paid."),
        OWN,
    ),
    Rule(
        "funds.percent",
        N_(
            "Committed or paid, whichever is more, in percent of the ceiling. Marked from the city file's percent on "
            "(80 %), graver halfway to 100 % and at 100 %."
        ),
        OWN,
    ),
    Rule(
        "funds.cover",
        N_("What remains divided by what was paid a day in the last days (30 unless set); none without payments."),
        OWN,
    ),
    Rule(
        "funds.room_committed",
        N_("Sum of the estimates this room bound to complaints whose orders are under way."),
        OWN,
    ),
    Rule("funds.room_spent", N_("Sum of the costs this room booked when it closed complaints of the year."), OWN),
    Rule(
        "funds.free",
        N_(
            "What remains of the fund less this room's open estimates. A commitment the agency has already reported "
            "for the same complaint counts twice until the cost is booked: on the careful side."
        ),
        OWN,
    ),
    Rule("funds.payment", N_("One payment as the agency sent it."), OF_SOURCE),
    Rule("deadlines.open", N_("Open complaints with a target, those that are paused left out."), OWN),
    Rule("deadlines.today", N_("Open complaints whose target ends in what is left of this day."), OWN),
    Rule("deadlines.missed", N_("Open complaints whose target has ended."), OWN),
    Rule(
        "deadlines.forecast",
        N_(
            "Complaints not missed yet that will be by the end of the working week, if the agency works off its open "
            "ones in the order in which they are due, at the pace of the last seven days, and nothing new comes in."
        ),
        OWN,
    ),
    Rule(
        "deadlines.pace",
        N_("Complaints finished in the last seven days, divided by the agency's working hours in them."),
        OWN,
    ),
    Rule("day.received", N_("Complaints made on this day, by the time the source gives."), OF_SOURCE),
    Rule("day.closed", N_("Complaints now closed whose last update is of this day."), OF_SOURCE),
    Rule(
        "day.open",
        N_("Complaints made before the end of the day (or by now), open and not ended here, or closed only later."),
        OF_SOURCE,
    ),
    Rule(
        "day.on_time",
        N_("Of the complaints closed on this day that have a target, the percent closed before it ended."),
        PERPRES_76,
    ),
    Rule("day.median", N_("Median time from making to closing, of the complaints closed on this day."), OWN),
    Rule("day.on_duty", N_("Vehicles with a usable position of this day."), OWN),
    Rule("day.vehicles", N_("Vehicles the fleet's server describes."), OF_SOURCE),
    Rule("queue.count", N_("Complaints that pass the queue's filter, by category."), OWN),
    Rule(
        "queue.open",
        N_("Complaints whose source calls them open, less those that ended in this room."),
        OF_SOURCE,
    ),
    Rule("queue.overdue", N_("Open complaints whose target has ended."), PERPRES_76),
    Rule(
        "queue.unanswered",
        N_("Cases not closed whose crew has said nothing within the time the city file gives its channel."),
        OWN,
    ),
    Rule("queue.span", N_("Complaints by the time the source says they were made."), OF_SOURCE),
    Rule("queue.due", N_("The end of the target less the time now; negative once it has passed."), PERPRES_76),
    Rule("source.link_age_s", N_("Time since the last complete valid answer of the source."), OWN),
    Rule("source.data_age_s", N_("Time since the newest record of the source was true."), OWN),
    Rule("source.latency_ms", N_("How long the last answer took, as the collector measured it."), OWN),
    Rule("source.records_per_min", N_("Different records the source sent in the last minute."), OWN),
    Rule("source.rejected", N_("Different records that could not be taken since the source was first asked."), OWN),
    Rule("source.next_try_s", N_("When the collector asks the source again, less the time now."), OWN),
    Rule("source.records", N_("New records of the source that were stored since it was first asked."), OWN),
    Rule("indicator.age", N_("Time since the newest record was true."), OWN),
    Rule("agencies.answering", N_("Agencies all of whose sources have answered within their limit."), OWN),
    Rule("store.commit", N_("The newest commit of the journal that this window shows."), OWN),
    Rule("store.size", N_("What the journal takes on its disk, as the store says."), OWN),
    Rule("store.free", N_("What is free on the journal's disk."), OWN),
)
RULES: Mapping[str, Rule] = {rule.id: rule for rule in _ALL}

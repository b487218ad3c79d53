"""Which columns a picture holds. Times are seconds since 1970 UTC, NaN = none; codes point into `Picture.words`."""

NAN = float("nan")

COMPLAINTS = {
    "lat": ("f8", NAN),  # degrees; NaN = no place
    "lon": ("f8", NAN),
    "state": ("u1", 2),  # 0 open, 1 closed, 2 unknown
    "category": ("u2", 0),
    "agency": ("u2", 0),
    "source": ("u2", 0),
    "status": ("u2", 0),
    "severity": ("u1", 1),  # from the category: 0 rendah … 3 kritis; before the step up when overdue
    "requested": ("f8", NAN),
    "updated": ("f8", NAN),
    "expected": ("f8", NAN),
    "due": ("f8", NAN),  # end of the city's own target "done": stored with the case, else the rule's; NaN when paused
    "flags": ("u4", 0),
    "area": ("i2", -1),  # index of the kelurahan, -1 = none
    "duty": ("u2", 0),  # the agency whose duty it is by category and place; 0 = nobody's
    "commit": ("i8", 0),
    "valid": ("f8", -float("inf")),
}
CASES = {
    "stage": ("u1", 0),  # code of lifecycle.STAGES; 0 = new, nobody here touched it
    "agency": ("u2", 0),  # the one we hold responsible; 0 = nobody said
    "severity": ("u1", 255),  # our own word when it was raised; 255 = none
    "order": ("u1", 255),  # code of the newest order's state; 255 = no order
    "waits": ("u4", 0),  # which order its crew has not answered yet (cases.order_code); 0 = none
    "silent": ("u4", 0),  # which order was last noted as not answered in time; 0 = none
    "silent_at": ("f8", NAN),  # when that one's patience was over
    "paused": ("u1", 0),
    "version": ("i4", 0),  # our actions on it so far
    "due": ("f8", NAN),  # stored net end of the target "done"; NaN = none was stored
    "legal": ("f8", NAN),  # stored net end of the law's limit
    "ended": ("f8", NAN),  # when it ended here; NaN = it has not
    "committed": ("f8", 0),  # whole rupiah
    "spent": ("f8", 0),
    "commit": ("i8", 0),
}
INDICATORS = {
    "source": ("u2", 0),
    "agency": ("u2", 0),
    "name": ("u2", 0),
    "unit": ("u2", 0),
    "labels": ("u2", 0),  # canonical JSON of the labels, "" = none
    "day_from": ("i4", 0),  # days since 1970-01-01, both count
    "day_to": ("i4", 0),
    "value": ("f8", NAN),  # NaN = the agency says there is none
    "flags": ("u4", 0),
    "valid": ("f8", -float("inf")),
    "commit": ("i8", 0),
}
VEHICLES = {
    "lat": ("f8", NAN),  # the newest usable fix; NaN = never seen
    "lon": ("f8", NAN),
    "prev_lat": ("f8", NAN),  # the usable fix before it
    "prev_lon": ("f8", NAN),
    "fix_at": ("f8", NAN),
    "prev_fix_at": ("f8", NAN),
    "speed": ("f4", NAN),  # km/h
    "course": ("f4", NAN),  # degrees from north
    "valid": ("u1", 0),
    "kind": ("u2", 0),
    "group": ("u2", 0),
    "source": ("u2", 0),
    "status": ("u2", 0),
    "described": ("f8", -float("inf")),
}

"""What is said of deliveries: to sources that take what we decide, and to channels of crews."""

from app.i18n import N_

OUTGOING: tuple[str, ...] = (
    N_("Nobody delivers this there."),
    N_("Name it in the city file, or call them."),
    N_("Call the crew."),
    N_("An order has a state nobody knows: {word}."),
    N_("Tell the agency by telephone; the source takes no updates, or does not know the case."),
    N_("The server refused it (400)."),
    N_("Look at the case at its source."),
    N_("the courier is no person."),
    N_("Choose another role."),
    N_("is not https; orders name places and people, and leave this machine encrypted only"),
    N_("a webhook needs its url"),
    N_("a voice channel needs a phone number"),
    N_("{name} is the name of a source"),
)
